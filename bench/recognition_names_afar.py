"""Names of those who, or whose parents, came from Eastern Europe, Africa and China, as they are met in Britain."""

from bench.recognition_names import BRITISH, SOUTH_ASIAN, WELSH, Community, forms, head

EAST_EUROPEAN = Community(
    0.07,
    head(
        """nowak kowalski wisniewski wojcik kowalczyk kaminski lewandowski zielinski szymanski wozniak dabrowski kozlowski jankowski mazur
        kwiatkowski krawczyk kaczmarek piotrowski grabowski zajac pawlowski michalski krol wieczorek jablonski wrobel nowakowski
        majewski olszewski stepien malinowski jaworski adamczyk dudek nowicki pawlak gorski witkowski walczak sikora baran
        rutkowski michalak szewczyk ostrowski tomaszewski pietrzak zalewski wroblewski marciniak jasinski zawadzki bak
        jakubowski sadowski duda wlodarczyk wilk chmielewski borkowski sokolowski szczepanski sawicki kucharski lis maciejewski
        kubiak kalinowski mazurek popescu popa ionescu pop radu dumitru stan stoica gheorghe rusu munteanu matei marin
        constantin ciobanu moldovan lazar dinu florea stanciu vasile nistor petrov ivanov georgiev dimitrov petrova ivanova
        georgieva dimitrova nikolov stoyanov todorov kazlauskas jankauskas petrauskas stankevicius vasiliauskas kazlauskiene
        petrauskiene jankauskaite balciunas urbonas berzins kalnins ozols jansons horvath nagy kovacs szabo toth novak svoboda
        dvorak kovacova novakova horvathova shevchenko kovalenko bondarenko tkachenko melnyk kravchenko boyko koval krasniqi
        hoxha shehu gashi berisha""",
        0.006, 0.27, 20_000,
    ),
    head(
        """piotr krzysztof andrzej tomasz jan pawel michal marcin jakub adam stanislaw marek lukasz grzegorz mateusz wojciech mariusz
        dariusz zbigniew jerzy maciej rafal robert kamil jacek jozef dawid szymon ryszard kacper bartosz artur sebastian damian
        przemyslaw slawomir miroslaw dominik patryk karol daniel bartlomiej filip arkadiusz konrad alexandru andrei ion gheorghe
        mihai stefan florin adrian cristian ionut constantin vasile marian nicolae bogdan georgi ivan dimitar nikolay petar
        hristo todor jonas vytautas mantas tomas lukas darius arturas andris janis martins laszlo istvan zoltan gabor jiri petr
        josef tomas pavel oleksandr serhiy andriy volodymyr dmytro yuriy vasyl agron besnik ardit""",
        0.04, 0.92, 800,
    ),
    head(
        """anna katarzyna maria malgorzata agnieszka barbara ewa krystyna magdalena elzbieta joanna aleksandra zofia monika teresa danuta
        natalia julia karolina marta beata dorota halina jadwiga janina alicja jolanta iwona grazyna paulina justyna renata
        urszula sylwia weronika patrycja emilia kinga wiktoria aneta ilona izabela edyta kamila lidia bozena elena ioana mihaela
        andreea cristina alexandra gabriela daniela simona ana mariana florentina adriana raluca ivanka mariya desislava gergana
        petya ruta egle rasa jurgita kristina ilze inga zsuzsanna katalin eva jana lucie petra veronika oksana olena iryna
        nataliya svitlana tetyana yuliya drita teuta""",
        0.045, 0.92, 800,
    ),
    forms(
        """piotr peter piotrek,krzysztof chris kris krzysiek,andrzej andrew andy,tomasz tom tomek,jan john janek,pawel paul,michal michael
        mike, jakub jacob kuba,stanislaw stan staszek,marek mark,lukasz luke lukas,grzegorz greg grzesiek,mateusz matt
        matthew,wojciech wojtek, dariusz darek,zbigniew zbyszek,jerzy george jurek,maciej maciek,rafal raphael,jacek jack,jozef
        joseph,dawid david,szymon simon, ryszard richard rysiek,bartosz bartek,sebastian seb,przemyslaw przemek,slawomir
        slawek,miroslaw mirek,arkadiusz arek, katarzyna kasia kate,malgorzata gosia margaret,agnieszka aga agnes,barbara
        basia,ewa eva,krystyna christine krysia,magdalena magda, elzbieta ela elizabeth,joanna asia jo,aleksandra ola alex,zofia
        zosia sophie,monika monica,natalia natasha,jadwiga jadzia, alicja alice ala,dorota dorothy,izabela iza isabel,wiktoria
        victoria wika,alexandru alex sandu,andrei andrew,gheorghe george, mihai mike michael,constantin costel costin,cristian
        cristi chris,ionut ion john,nicolae nicu nick,georgi george,dimitar mitko, oleksandr sasha alex,serhiy sergey
        sergei,volodymyr vlad vladimir,dmytro dima dmitry,istvan steven pista,andriy andrii andrew, ioana joanna,elena lena
        helen,gabriela gabi,alexandra alex,mihaela miha,nataliya natasha natalie,tetyana tanya,yuliya julia,iryna irina"""
    ),
    forms(
        """kowalski kowalska,wisniewski wisniewska,kaminski kaminska,lewandowski lewandowska,zielinski zielinska,szymanski szymanska,
        dabrowski dabrowska,kozlowski kozlowska,jankowski jankowska,kwiatkowski kwiatkowska,piotrowski piotrowska,grabowski
        grabowska, pawlowski pawlowska,michalski michalska,jablonski jablonska,nowakowski nowakowska,majewski majewska,olszewski
        olszewska, malinowski malinowska,jaworski jaworska,nowicki nowicka,gorski gorska,witkowski witkowska,rutkowski
        rutkowska,petrov petrova, ivanov ivanova,georgiev georgieva,dimitrov dimitrova,nikolov nikolova,kazlauskas kazlauskiene
        kazlauskaite, petrauskas petrauskiene petrauskaite,jankauskas jankauskiene jankauskaite,novak novakova nowak,horvath
        horvathova"""
    ),
)  # fmt: skip

AFRICAN = Community(
    0.07,
    head(
        """mohamed ali hassan ahmed abdi osman ibrahim hussein yusuf omar warsame farah jama adan mohamud nur abdullahi okafor okoye eze
        okonkwo nwosu obi okeke chukwu nwachukwu onyeka uche igwe adeyemi adebayo ogunleye oluwole balogun adeleke afolabi ojo
        oladipo akinola bello musa lawal sani adeniyi olawale adewale ogundipe oyelaran fashola bakare salami okoro ekwueme
        mensah owusu boateng appiah asante osei agyemang amoah addo acheampong adjei opoku frimpong ofori asamoah boakye darko
        amponsah kwarteng gyamfi annan quaye ansah ntim moyo ncube sibanda ndlovu dube mpofu nyathi chikwava mutasa chirwa banda
        phiri mwale tembo zulu mbewe nkosi dlamini khumalo mwangi kamau otieno ochieng odhiambo kariuki njoroge wanjiku kimani
        achieng mutua okello mukasa ssali nalubega kabila ilunga kalala mbuyi tshibanda mutombo kasongo diallo bah barry jallow
        ceesay camara touray conteh kamara koroma sesay bangura kargbo turay mansaray tesfay tekle haile gebre abraham kidane
        berhane habte negash mengistu bekele tadesse girma""",
        0.035, 0.60, 8_000,
    ),
    head(
        """mohamed abdi ahmed ali hassan ibrahim abdirahman abdullahi yusuf omar mohamud osman abdikadir abdifatah farhan liban mahad
        emmanuel samuel daniel david michael joseph john james peter paul chukwuemeka chinedu emeka ikechukwu obinna uchenna
        chidi kelechi nnamdi oluwaseun oluwatobi oluwadamilola olumide adebayo adewale ayodeji babatunde kayode temitope tunde
        femi segun kwame kofi kwabena kwaku yaw kojo kwadwo nana ebenezer isaac prince tendai tafadzwa farai tinashe blessing
        simba brian kudzai themba sipho bongani mwangi kamau otieno ochieng james_mwangi peter_kamau moses josephat jean_pierre
        jean_claude patrice serge mamadou alpha ousman lamin momodou abu sorie filmon yonas dawit samuel_tesfay henok abel
        biniam mehari""",
        0.055, 0.88, 1_500,
    ),
    head(
        """fatima amina hodan hawa halima khadija asha sahra maryan faduma ifrah nimo ayan zahra deqa sagal grace mary esther blessing
        comfort mercy patience joy faith gloria peace ngozi chioma adaeze ifeoma nkechi amaka chinyere uju ogechi oluwakemi
        folasade yetunde titilayo funmilayo omolara abimbola bukola adeola temitope damilola simisola abena akosua adwoa afia
        ama akua yaa efua esi adjoa maame abigail tendai rutendo chipo nyasha rudo tsitsi thandiwe nomsa sibongile precious
        wanjiku wambui njeri achieng akinyi atieno nakato marie_claire chantal aminata fatoumata mariama isatou kadiatu saba
        selam rahel hiwot meron senait tsige freweini""",
        0.04, 0.88, 1_500,
    ),
    forms(
        """mohamed mohammed muhammad mahamed,abdirahman abdi abdulrahman,abdullahi abdi abdulahi,abdikadir abdi abdulkadir,hassan hasan,
        osman usman,yusuf yusef,mohamud mahmoud mohamoud,chukwuemeka emeka,oluwaseun seun,oluwatobi tobi, oluwadamilola damilola
        dami,adebayo bayo debayo,adewale wale,babatunde tunde baba,temitope temi tope,ikechukwu ike, chinedu nedu edu,uchenna
        uche,kelechi kele,ayodeji ayo deji,kayode kay,olumide olu mide,oluwakemi kemi,folasade sade, yetunde yeti,titilayo
        titi,funmilayo funmi,abimbola bimbola bim,bukola bukky,adeola ade deola,chioma chi,ifeoma ify, nkechi nk kechi,chinyere
        chichi,ngozi ngo,kwabena kobina kobby,kwaku kweku,kwadwo kojo,akosua esi,emmanuel emma manny, samuel sam,daniel dan
        danny,michael mike,joseph joe,ebenezer eben,tafadzwa tafa,tinashe tina,james_mwangi james, peter_kamau peter,jean_pierre
        jean pierre,jean_claude jean claude,marie_claire marie claire,fatoumata fatou,aminata ami mina, mariama mari,kadiatu
        kadi,faduma fatima fadumo,maryan maryam mariam,sahra zahra sarah,dawit david,samuel_tesfay samuel, thandiwe
        thandi,sibongile sibo bongi,precious presh,abigail abi,halima halimo,hawa hawo,khadija khadra kadija"""
    ),
    forms(
        """mohamed mohammed mohamud,hussein hussain,yusuf yusef yousuf,osman usman,adan aden adam,abdullahi abdulahi,hassan hasan,
        ogunleye ogunlaye,adeyemi adeyeme,owusu awusu,agyemang agyeman,kwarteng kwateng,jallow diallo,touray turay toure,
        camara kamara,ncube nkube,ceesay sesay,tesfay tesfai,haile hailu,warsame warsama,abdi abdy,omar umar"""
    ),
)  # fmt: skip

CHINESE = Community(
    0.04,
    head(
        """chan wong li chen lee wang cheung lam zhang liu ho ng leung yang tang huang cheng lau chow zhao yip wu tsang zhou kwok xu tse
        lai sun fung mak hui ma kwan zhu yeung poon lin siu so choi hu lo law man guo he pang gao luo zheng liang xie song tam
        han deng feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye wei su lu ding ren shen yao zhong tan lui liao
        fan fong kong jin shi wen hou hsu hung tsui tong yuen mok ip chiu lok chung au shum szeto""",
        0.065, 0.93, 800,
    ),
    head(
        """wei ming jun jian hao lei bin yong chao peng tao gang feng bo kai xin yi jie chen yang xiaoming jianguo guoqiang zhiwei wei_ming
        ka_ming chi_wai wai_man kwok_wai chi_keung ka_ho ho_yin tsz_hin chun_kit siu_ming kin_wah wing_kin man_kit kai_yuen
        yiu_fai tak_wah kam_wing hoi_ming zi_hao yu_xuan hao_ran bo_wen jia_hao jun_jie zhi_qiang wen_jie guang_ming david
        michael kevin jason andy peter john james eric raymond kelvin alan simon vincent jacky stanley tony danny jianhua
        xiaolong zhenyu haoyu zixuan mingze yichen tianyu""",
        0.03, 0.85, 2_500,
    ),
    head(
        """fang li na yan min jing hui ling mei lan xia hong ying ping juan yun xin yi ting xue mei_ling siu_ling ka_yan wai_yee suk_yee
        mei_yee yuk_lan wing_yan ka_man hoi_yan lai_wah sau_lan pui_yee tsz_yan man_yee suet_ying oi_ling kit_ling xiao_hong
        xiu_ying gui_ying yu_lan xiao_yan li_na jing_yi zi_han yu_tong si_qi jia_yi xin_yi xiaohong xiaoli xiuying meiling
        jennifer amy grace jenny alice susan helen connie winnie michelle vivian carmen fiona karen mandy queenie yuting ziyi
        shiqi xinyan yutong jiayi""",
        0.03, 0.85, 2_500,
    ),
    forms(
        """wei_ming weiming,ka_ming kaming,chi_wai chiwai,wai_man waiman,kwok_wai kwokwai,chi_keung chikeung,ka_ho kaho,ho_yin hoyin,
        chun_kit chunkit,siu_ming siuming,wing_kin wingkin,man_kit mankit,zi_hao zihao,yu_xuan yuxuan,hao_ran haoran,bo_wen
        bowen, jia_hao jiahao,jun_jie junjie,zhi_qiang zhiqiang,wen_jie wenjie,xiaoming xiao_ming,jianguo jian_guo,guoqiang
        guo_qiang, zhiwei zhi_wei,jianhua jian_hua,xiaolong xiao_long,zhenyu zhen_yu,haoyu hao_yu,zixuan zi_xuan,yichen
        yi_chen,tianyu tian_yu, mei_ling meiling,siu_ling siuling,ka_yan kayan,wai_yee waiyee,suk_yee sukyee,mei_yee
        meiyee,yuk_lan yuklan,wing_yan wingyan, ka_man kaman,hoi_yan hoiyan,lai_wah laiwah,pui_yee puiyee,xiao_hong
        xiaohong,xiu_ying xiuying,gui_ying guiying,li_na lina, jing_yi jingyi,zi_han zihan,yu_tong yutong,si_qi siqi,jia_yi
        jiayi,xin_yi xinyi,xiaoli xiao_li,yuting yu_ting,ziyi zi_yi, kwok_wai kwok,tak_wah takwah,kam_wing kamwing,yiu_fai
        yiufai,tsz_hin tszhin,tsz_yan tszyan,hoi_ming hoiming, david dave,michael mike,peter pete,james jim,raymond ray,simon
        si,vincent vince,jennifer jenny,susan sue,michelle shell"""
    ),
    forms(
        """chan chen,wong wang,li lee,cheung zhang chang,lau liu,wong huang,chow zhou,ng wu,hui xu hsu,kwok guo,tse xie,lam lin,ho he,
        yeung yang,cheng zheng,tsang zeng,leung liang,yip ye ip,tang deng,lo luo law,fung feng,tam tan,siu xiao,choi cai,kwan guan"""
    ),
)  # fmt: skip

COMMUNITIES = {
    "British": BRITISH,
    "South Asian": SOUTH_ASIAN,
    "East European": EAST_EUROPEAN,
    "African": AFRICAN,
    "Chinese": CHINESE,
    "Welsh": WELSH,
}
