"""Short and other forms of names as they are heard here: British, Welsh, and the spellings of names from elsewhere.

Our own table. A line is one name in its forms; a form may stand in several lines. Raise VERSION with every change.
"""

from functools import cache

from callhandler.people.spellings import SPELLINGS

VERSION = 3
_FORMS = """
abdul abdel abdullah
abigail abi abby abbie
agnes aggie nessa nest
ahmed ahmad ahmet
aidan aiden edan
alan allan allen alun al
alexander alex alec alick sandy xander al alasdair alistair
alexandra alex alexa sandra sandy lexi lexie
alfred alf alfie fred
alice ali alys ally
amanda mandy manda
andrew andy drew andreas andras
angela angie ange angharad
angharad hari anghie
ann anne anna annie anni nan nancy
anthony antony tony
arthur art artie
barbara barb babs bab
beatrice bea bee betrys trixie
benjamin ben benny benji
bernard bernie
bethany beth bethan
bridget biddy bridie ffraid
bronwen bron bronwyn
caroline carol carole carrie caro
carys cerys
caitlin catrin kate
catherine katherine kathryn catharine cath cathy kath kathy kate katie kay kitty catrin cati cadi
catherine katarzyna kasia
ceri kerry kerrie keri
charles charlie chas chuck siarl
charlotte charlie lottie lotte char
christine christina chris chrissie tina krystyna
christopher chris kit topher crist
claire clare clara
constance connie
daniel dan danny deiniol
danielle dani danni
david dave davey davy dai dafydd dewi deio
deborah debra debbie deb debs
derek derrick
diane diana di dianne
donald don donny
dorothy dot dottie dolly dora
douglas doug dougie
eirlys eira
edith edie
edmund ed eddie ned
edward ed eddie ted teddy ned eddy iorwerth
eileen aileen eilean
eleanor elinor ellie nell nellie nora elin
elen helen ellen elin nell
elizabeth elisabeth liz lizzie beth betty bet betsan betsi bess eliza elsie libby lisa elspeth lilibet ela leusa
elzbieta elizabeth ela
emily em emmy milly emilia
emma em emmie
eric erik
erin irene eirian
ernest ernie
eugene gene
evan ifan ieuan iwan ewan owen bevan evans
evelyn evie eve
florence flo florrie flossie
frances fran francesca frankie fanny ffion
francis frank frankie
frederick fred freddie freddy
gareth gaz garth gary
gary garry gaz
geoffrey jeffrey jeff geoff sieffre
george georgie sior siors
georgina georgie gina georgia
gerald gerry jerry gerallt geraint
gerard gerry jerry
gillian jill gill jilly
glenys glen glynis
grace gracie
graham graeme grahame
gregory greg gregor grzegorz
griffith gruffydd gruff guto griff griffiths
gwen gwenllian gwendolen gwenda gwyneth gwenno winifred
gwilym william wil
gwyn wyn gwynfor gwynn
gwyneth gwen gwynedd
harold harry hal
harris harries parry harry
harriet harri hattie hatty
henry harry hal harri hank
herbert bert bertie
hilary hil ilar
howell hywel hywell howel powell
hugh huw hughie hew pugh
hussain hussein husain hussayn
ian iain ioan john
irene rene reenie
isaac ike zac
isabel isabelle isobel bella izzy ishbel belle
jack john jackie jac sion
jacqueline jackie jacqui jacky
jacob jake iago
james jim jimmy jamie jem jimbo iago siams
jane janie sian jayne jean jenny janet
janet jan jess sioned
jasmine jas yasmin yasmine jazz
jason jay jase
jean jeannie jane
jeremy jerry jez jem
jennifer jen jenny jennie jenni jenna gwenhwyfar
jessica jess jessie
joanna joanne jo joan joana siwan
john jon johnny jack jock ioan ieuan ifan ioan sion evan ian
jonathan jon jonny jonathon nathan
joseph joe joey jo jose seff
josephine jo josie fina
joshua josh
judith judy jude
julia julie jules
katarzyna kasia kaska
kenneth ken kenny cenydd
kevin kev
kimberley kim kimberly
krzysztof krzys kris chris
laura laurie lora
lawrence laurence larry laurie lars
leanne leeanne lian
leonard len lenny leo
leslie les lesley
lewis louis lou louie
llewellyn llywelyn llew llewelyn lyn
linda lynda lin lindy
louise lou lulu lowri
lowri laura
lucy lucie lleucu
lydia lyd liddy
lynn lynne lyn
malcolm mal
malgorzata gosia margaret
margaret maggie madge meg megan mags peggy peg marge margie margery greta rita daisy marged mared mair mari marred
margaret margret margarita
maria marie mary mia
marian marion
martin marty martyn
mary maria marie mair mari molly polly may mal
mateusz mateus matt
matthew matt mathew mat matty
maureen mo maur
maxwell max
megan meg
meredith meredydd maredudd
michael mike mick micky mikey meic mihangel michal
michelle shell chelle shelley
mildred millie
mohammed mohammad muhammad muhammed mohamed mohamad mohamud muhammet mohd mo md
morgan morgana morcant
mustafa mustapha
myfanwy fanw myfi
natalie nat natalia talia
nathaniel nathan nat
nia niamh
nicholas nick nicky nico nicolas colin
nicola nicky nikki nicole nic
norman norm
oliver olly ollie
olivia liv livvy olive
owen owain owens ywain bowen
patricia pat patsy trish tricia patty paddy
patrick pat paddy padraig padrig
paul pol pawl
pamela pam
penelope penny pen
peter pete pedr
philip phillip phil pip
philippa pippa pip
rachel rachael rach rae rahel
rajesh raj
ralph rafe
raymond ray
rebecca becky becca bex rebekah beca
reginald reg reggie
rhiannon rhian non
rhydderch roderick rod
rhys rees reece rhis reese price pryce
richard rick ricky rich richie dick dickie risiart pritchard prichard
robert rob robbie bob bobby bert robin robat rupert probert
roger rodge
ronald ron ronnie
rosemary rose rosie ros
roy roi
russell russ
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sara sally sadie sari
sean shaun shawn shane
sharon shaz shazza
shirley shirl
sian shan jane
simon si
siobhan shivaun chevonne
stanley stan
stephanie steph stef steffi
stephen steven steve stevie steffan
stuart stewart stu
susan sue susie suzie suzanne susanna susannah sian
sylvia syl
tadeusz tadek
terence terry tel
theresa teresa terry tess tessa
thomas tom tommy twm tomos
timothy tim timmy
tracey tracy trace
valerie val
veronica ronnie vera
victor vic
victoria vicky vicki vikki tori
vincent vince vinny
violet vi
virginia ginny
vivian vivien viv
walter wally walt gwallter
wayne wayn
wendy wend
wilfred wilf fred
william bill billy will willy willie liam gwilym wil wiliam
winifred win winnie gwenfrewi
yousef yusuf youssef yousuf joseph
yvonne eve
zachary zac zach zak
zoe zoey
"""
_LINES = tuple(f"{_FORMS}{SPELLINGS}".split("\n"))


@cache
def _groups() -> dict[str, frozenset[int]]:
    groups: dict[str, frozenset[int]] = {}
    for number, line in enumerate(_LINES):
        for form in line.split():
            groups[form] = groups.get(form, frozenset()) | {number}
    return groups


def groups_of(token: str) -> frozenset[int]:
    """The lines of the table that a folded word of a name stands in."""
    return _groups().get(token, frozenset())


@cache
def _forms() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split()) for line in _LINES)


@cache
def forms_of(token: str) -> tuple[str, ...]:
    """Every other form of a folded word of a name, in order of the alphabet; () where the table does not have it."""
    return tuple(sorted({form for number in groups_of(token) for form in _forms()[number]} - {token}))
