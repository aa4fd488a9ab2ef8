"""What every message says anyway. Both sides know it, so that a small one need not send it; altered, nobody could read the other."""

_BODIES = (
    b'"kind":"case-shared","audience":"',
    b'{"born":"","kind":"person-described","name":"","phone":"","place":"","role":"caller","words":"',
    b'{"kind":"noted","text":"',
    b'{"kind":"answered","language":"en","manner":"asked","path":"","value":"',
)
_ENTRY = (
    b'{"actor":"","agency":"police","at":"2026-11-22T20:32:16.828993+00:00","case":"police.019b7702-ae18-77ee-8e53-","device":"",'
    b'"hlc":117661993325559808,"id":"01a204f5-a3bd-770c-95e0-","kind":"answered","kv":1,"mono":0,"n":10,"parents":[],'
    b'"server_offset":null,"v":1}\t'
)
_ROWS = (b"\nbare\tpurge\t", b"\nyours\theld\t0", b"\nyours\tentry\t0")
_ANSWER = (
    b'{"nonce":"==","incarnation":"01a204f5-9986-77c9-9ebf-","verdict":["ok",0,""],"receipt":["",,"=","01a204f5-9986-77c9-9ebf-",'
    b'"2026-11-22T20:32:19.570128+00:00",[["police",,"="]],"=","=="],"certificate":["=","police","","=="],'
    b'"slices":[["police",,"=",1,,-1]],"proofs":[[["=","police","","=="],,"=",1,{},"=="]],"taken":[]}'
)
_QUESTION = (
    b'{"nonce":"==","device":"","certificate":["=","police","","=="],"incarnation":"01a204f5-9986-77c9-9ebf-","first":1,"prev":"=",'
    b'"total":0,"entries":1,"signature":"==","cursors":{"police":[,"="]},"receipt":["",,"=","01a204f5-9986-77c9-9ebf-",'
    b'"2026-11-22T20:32:19.570128+00:00",[["police",,"="]],"=","=="],"urgent":true}'
)
PHRASES = b"".join((*_BODIES, _ENTRY, *_ROWS, _ANSWER, _QUESTION))
