"""A line on which the head of an answer waits for its body: two packets would each be acknowledged by itself."""

import asyncio
from typing import Any

from typing_extensions import override

AT_ONCE = 65536  # bytes that may wait for what follows them


class Joined(asyncio.Transport):
    """What is told before the loop goes on goes out together, in the order in which it was told."""

    def __init__(self, line: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._line, self._loop, self._waits = line, loop, bytearray()

    @override
    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self._waits:
            self._loop.call_soon(self._send)
        self._waits += data
        if len(self._waits) > AT_ONCE:
            self._send()

    @override
    def close(self) -> None:
        self._send()
        self._line.close()

    @override
    def is_closing(self) -> bool:
        return self._line.is_closing()

    @override
    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._line.get_extra_info(name, default)

    @override
    def pause_reading(self) -> None:
        self._line.pause_reading()

    @override
    def resume_reading(self) -> None:
        self._line.resume_reading()

    @override
    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self._line.set_protocol(protocol)

    def _send(self) -> None:
        if self._waits:
            waits, self._waits = self._waits, bytearray()
            self._line.write(bytes(waits))
