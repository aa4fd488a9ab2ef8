"""Names of six communities as they are met in Britain: the commoner ones in order, the share they cover, and their other forms.

The heads of public rankings, commonest first, put in order by hand: ONS baby names and the NHS register for British, Welsh and South Asian
names, Poland's PESEL and the registers of Romania, Lithuania and Bulgaria, China's name report of 2020 with Hong Kong spellings, and the
commonest names of Nigeria, Ghana, Somalia, Zimbabwe, Kenya and Congo. Shares are rounded; whatever lies below the head is invented.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """Names, commonest first: the share of the first among the community, the share of all of them, and how many more are invented."""

    names: tuple[str, ...]
    first: float
    covered: float
    more: int


@dataclass(frozen=True, slots=True)
class Community:
    """The names of one community, its share of the store, and the forms that one given or family name takes."""

    share: float
    surnames: Head
    men: Head
    women: Head
    forms: tuple[tuple[str, ...], ...]
    family_forms: tuple[tuple[str, ...], ...] = ()


def head(names: str, first: float, covered: float, more: int) -> Head:
    """A head from names in order, the words of one name joined by "_"."""
    return Head(tuple(dict.fromkeys(name.replace("_", " ") for name in names.split())), first, covered, more)


def forms(text: str) -> tuple[tuple[str, ...], ...]:
    """The forms of names: those of one name apart by spaces, the next name behind a comma."""
    return tuple(tuple(name.replace("_", " ") for name in line.split()) for line in text.split(",") if line.strip())


BRITISH = Community(
    0.60,
    head(
        """smith taylor brown wilson johnson walker wright robinson thompson white green hall wood harris clark jackson turner hill cooper
        ward moore harrison king baker martin morris allen shaw parker scott lee bennett campbell young clarke carter cook
        watson mitchell bell anderson marshall simpson richardson ellis adams collins murphy kelly cox wilkinson webb foster
        gray palmer stewart mills chapman knight barnes rogers hunt mason holmes dixon murray stevens graham robertson fisher
        barker matthews butler russell elliott harvey pearson thomson reynolds fletcher macdonald mcdonald henderson fox gibson
        saunders reid andrews ford payne day west lawrence ross atkinson burton lane spencer johnston dean hudson obrien oconnor
        byrne walsh ryan kennedy hamilton wells cole fraser hart hughes williamson crawford cunningham perry doyle sutton black
        read webster hayes mccarthy oneill porter dunn armstrong grant bailey stone warren gordon burns simmons ferguson
        gallagher brooks bird fowler watts carr may newman barrett nicholson hopkins grimshaw peters nixon pritchard_smith
        holland curtis slater ashworth bolton thornton greenwood sykes""",
        0.0125, 0.30, 40_000,
    ),
    head(
        """david john michael james paul andrew robert mark stephen peter christopher william richard thomas daniel matthew ian anthony
        simon alan jack joseph steven george kevin martin graham philip gary brian adam ryan luke alexander benjamin neil stuart
        jonathan samuel edward harry charles oliver colin keith liam barry sean jamie lee nathan jason craig scott nicholas
        kenneth raymond roger derek terence dennis geoffrey leslie dean darren carl wayne lewis callum connor jordan aaron
        joshua kieran shaun ross patrick timothy roy ronald gordon donald malcolm trevor norman russell douglas alfie archie
        freddie charlie theodore arthur henry albert frank frederick harold leonard stanley ernest walter reginald dominic
        gareth gerard hugh karl leon""",
        0.034, 0.88, 1_500,
    ),
    head(
        """susan margaret elizabeth sarah mary patricia karen christine helen emma julie jane linda nicola claire laura rebecca rachel
        jennifer amanda jacqueline louise anne sharon tracey catherine alison angela deborah barbara ann samantha joanne
        michelle victoria charlotte lisa amy jessica hannah sophie lucy katie chloe lauren emily gemma kelly stephanie danielle
        natalie zoe kate anna olivia grace ruby ella megan georgia ellie holly abigail molly alice eleanor florence daisy poppy
        rosie evelyn isabella maria lesley lynn carol gillian diane pamela maureen sheila jean joan dorothy doris irene kathleen
        eileen brenda sandra janet valerie pauline wendy dawn lorraine heather kerry leanne stacey kirsty hayley jade natasha
        bethany josephine rosemary teresa veronica marion hilary theresa frances""",
        0.022, 0.86, 1_500,
    ),
    forms(
        """david dave davey,michael mike mick mickey,robert rob bob bobby,william bill will billy,richard rick dick rich,james jim jimmy
        jamie, thomas tom tommy,christopher chris,stephen steve steven,anthony tony,andrew andy drew,matthew matt,daniel dan
        danny,joseph joe joey, john jack johnny jon,edward ed eddie ted ned,benjamin ben,samuel sam,alexander alex
        sandy,nicholas nick nicky,kenneth ken, philip phil phillip,geoffrey geoff jeff,terence terry,leslie les,donald
        don,ronald ron,gordon gord,charles charlie chaz, frederick fred freddie,harold harry,leonard len,stanley stan,albert
        bert al,arthur art,patrick pat paddy,timothy tim, jonathan jon jonny,henry harry,margaret maggie peggy meg,elizabeth liz
        beth betty lizzie,susan sue susie,patricia pat trish, christine chris chrissie,catherine cath kate cathy katie,rebecca
        becky becca,jennifer jen jenny,jacqueline jackie jacqui, deborah debbie deb,barbara barb babs,samantha sam,victoria
        vicky tori,charlotte lottie charlie,jessica jess,stephanie steph, danielle dani,eleanor ellie nell,abigail abbie
        abi,amanda mandy,angela angie,alison ali,pamela pam,gillian gill jill,sandra sandy, valerie val,josephine jo
        josie,teresa terry tess,veronica ronnie,frances fran,kathleen kath kathy,natasha tash,bethany beth"""
    ),
    forms("macdonald mcdonald,thomson thompson,clark clarke,stephens stevens,reid reed read,mccarthy maccarthy,philips phillips,gray grey"),
)  # fmt: skip

WELSH = Community(
    0.10,
    head(
        """jones williams davies evans thomas roberts lewis hughes morgan griffiths edwards owen james rees jenkins price morris richards
        lloyd phillips harris parry davis powell john ellis howells watkins bowen humphreys rowlands pugh hopkins harries
        llewellyn bevan francis pritchard matthews vaughan george probert meredith prosser owens gwynne beynon hopkin bebb
        cadwaladr gittins penry gough prothero wynne ap_rhys ap_gwilym ab_owain ferch_rhys ap_dafydd ab_ieuan maddocks breeze
        tudor craddock trahearne protheroe bellis anwyl nanney glyn mostyn yorath eynon gethin teague wynn_jones lloyd_jones
        morgan_evans rhys_davies""",
        0.11, 0.86, 3_000,
    ),
    head(
        """david gareth rhys dafydd huw john owain aled dylan gethin ieuan ioan gwilym emyr alun geraint hywel iwan sion tomos steffan
        rhodri llyr osian evan macsen harri ifan morgan cai deiniol elfed eifion gwyn dewi cledwyn bryn idris islwyn llewellyn
        llywelyn trefor ceri emlyn elis guto gruffydd iestyn meilyr meirion nefyn caradog arwel wyn tudur ithel hefin gwynfor
        cerith william thomas peter paul mark andrew stephen michael robert richard""",
        0.05, 0.93, 400,
    ),
    head(
        """sian carys bethan rhiannon angharad megan ffion catrin nia elin lowri cerys eleri non gwen mair ceri heledd bronwen myfanwy
        gwyneth glenys eirlys menna mererid branwen seren efa cadi mali mabli lleucu llinos manon nerys nest olwen rhian sioned
        teleri tegwen delyth dilys eirian enid eluned gwenda gwenllian haf iona luned meinir marged morfudd blodwen arianwen
        betsan alys susan margaret elizabeth sarah mary helen emma rachel jane anne""",
        0.045, 0.93, 400,
    ),
    forms(
        """david dafydd dai dewi,john sion ioan,william gwilym wil,thomas tomos,robert rob,sian jane,mair mary,marged margaret mags, catrin
        catherine cati,rhys reece rees,huw hugh,steffan stephen,harri harry,ifan evan ieuan,llywelyn llewelyn llew,gruffydd
        griff guto, elin helen ellen,angharad hari,rhiannon non,gwenllian gwen,bethan beth,alun alan,hywel howell,elis
        ellis,owain owen,iwan ewan, ffion fiona,richard rick,michael mike,margaret maggie peggy,elizabeth liz betsan,sioned
        janet,tudur tudor,myfanwy myfi"""
    ),
    forms(
        """davies davis,griffiths griffith,rees rhys,evans evan,llewellyn llywelyn,ap_rhys price rhys,ab_owain bowen owen,ap_gwilym
        williams,
        hughes huws,owen owens,harries harris,phillips philips,howells howell,wynne wynn,prothero protheroe,pritchard prichard,jenkins
        jenkin"""
    ),
)  # fmt: skip

SOUTH_ASIAN = Community(
    0.12,
    head(
        """khan patel singh ahmed hussain ali begum kaur shah akhtar sharma miah uddin iqbal bibi malik mahmood hassan chowdhury rahman
        islam mirza qureshi butt rashid sheikh aslam raja syed javed nawaz parveen khatun gill choudhury haque alam kumar mistry
        desai joshi mehta gupta das chaudhry aziz bashir saleem sidhu dhillon sandhu rehman hossain siddiqui bhatti ashraf anwar
        latif zaman thakur verma reddy nair menon rao iyer fernandes perera silva fernando de_silva sivakumar kandasamy rajan
        naidu pillai bhatt trivedi dave amin parmar solanki chauhan rathod vaghela lad modi kapoor chopra malhotra bhatia arora
        sethi kohli ahluwalia grewal johal bains dhaliwal sangha uppal virdee sohal basra atwal mann sahota bhogal hayat shaikh
        rafiq sadiq yousaf younis zafar tariq riaz sultana kauser jahan nessa ara mohammed mohammad farooq hanif ghani karim
        quddus sattar talukdar barua roy ghosh banerjee mukherjee chatterjee bose sen saha""",
        0.052, 0.80, 4_000,
    ),
    head(
        """mohammed muhammad ali imran ahmed abdul hassan usman raj amit sanjay harpreet gurpreet manjit jaspal rajesh vijay anil suresh
        ramesh deepak ravi sunil ashok kamran tariq asif khalid nadeem shahid zahid adnan bilal faisal hamza haroon ibrahim
        ismail junaid kashif majid naveed omar qasim rashid saeed sajid salman shabir shafiq sohail tahir umar wasim yasin yusuf
        zubair zeeshan mohammed_imran mohammed_ali mohammed_asif muhammad_usman abdul_rahman abdul_karim syed_ali harjit_singh
        balwinder_singh gurdeep_singh amrit_singh sukhdev_singh kuldip_singh ranjit_singh jagdeep_singh arjun karan rohan nikhil
        vikram kiran mahesh dinesh bharat hitesh jayesh jignesh paresh bhavesh nilesh kalpesh shoaib arif aqib farhan fahad
        habib iftikhar jamil""",
        0.06, 0.85, 1_500,
    ),
    head(
        """fatima ayesha aisha zainab maryam khadija amina nasreen shabana samina rukhsana shazia saima nadia sadia farzana yasmin shahida
        parveen razia naseem nusrat rubina tahira uzma zahra hafsa sumaiya iqra mehwish sana hina noor saira aneela rabia
        rukhsana_begum shahida_bibi ayesha_begum nasima_khatun fatima_bibi rehana_begum harpreet_kaur manjit_kaur gurpreet_kaur
        jaspreet_kaur sukhwinder_kaur balvinder_kaur kulwinder_kaur ravinder_kaur simran_kaur navdeep_kaur priya pooja anita
        sunita kavita meena neha nisha rekha seema shilpa sonal anjali deepa divya geeta hema jyoti kamala lakshmi lata manisha
        maya meera nirmala padma radha rani rashmi reena rita sangita sarita savita shanti sheetal smita sushma swati usha
        vandana vidya bhavna hetal""",
        0.03, 0.85, 1_500,
    ),
    forms(
        """mohammed muhammad mohammad mohamed mohd,muhammad mohammed md,ayesha aisha aysha,fatima fatema fathima,hussain husain hussein,
        ahmed ahmad,hassan hasan,usman uthman osman,zainab zaynab,maryam mariam,yusuf yousuf yousaf,ibrahim ebrahim,rajesh
        raj,gurpreet gurp preet, harpreet harp preet,jaspreet jas,sukhwinder sukhi,balwinder balvinder,kulwinder
        kully,mohammed_imran imran,mohammed_ali ali, mohammed_asif asif,muhammad_usman usman,abdul_rahman rahman
        abdulrahman,abdul_karim karim,syed_ali ali,harjit_singh harjit, balwinder_singh balwinder,gurdeep_singh
        gurdeep,harpreet_kaur harpreet,manjit_kaur manjit,gurpreet_kaur gurpreet, rukhsana_begum rukhsana,shahida_bibi
        shahida,ayesha_begum ayesha,fatima_bibi fatima,omar umar,nasreen nasrin,yasmin yasmeen, khadija khadeeja,saeed sayeed
        said,geeta gita,meena mina,pooja puja,sunita suneeta,vijay vij,sanjay sanj,dinesh dines,vikram vik"""
    ),
    forms(
        """choudhury chowdhury chaudhry chaudhary,sheikh shaikh,hussain hussein husain,ahmed ahmad,mohammed muhammad mohammad,rahman rehman,
        syed sayed,hassan hasan,siddiqui siddiqi,begum begom,khatun khatoon,akhtar akter akther,hossain hussain,qureshi quraishi,uddin udin,
        rashid rasheed,saleem salim,aziz azeez,yousaf yusuf,farooq faruk,bhatti bhatty,virdee virdi,dave davey,chauhan chohan"""
    ),
)  # fmt: skip
