"""Further forms of names: Polish short forms, Arabic, South Asian and Chinese spellings (Mandarin, Cantonese). One name a line."""

SPELLINGS = """
abdul abdal abd
aisha ayesha aishah aysha
aleksandra ola alexandra
aleksander olek alexander
aleksandra sasha aleksandr
agnieszka aga agnes
amelia amy millie emily mia
amina aminah aamina
andrzej andrew
barnaby barney bernard barnabas
bartosz bartek bartlomiej
cameron cam
dominic dom nic dominik
duncan dunk
emmanuel manny emanuel
ewa eva
fatima fatimah fatma fathima
farouk farooq faruk
grzegorz grzesiek greg
harrison harry harris
hassan hasan hasaan
ibrahim ebrahim abraham
ignacy ignatius
ismail ismael esmail
jamal jamaal gamal
jan johnny john janek
jerzy jurek george
joan joanna hannah jo
johannes jonathan john hans
khadija khadijah khadeeja kadija
laurence lauren ren
lucas luke lukas lukasz
magdalena magda madeleine
mark marcus markus marek marc
marie marietta mari
mariusz mario
matthew mattie matty mateusz
michal michael
mikolaj nicholas
nathan nate nat
osman usman uthman
paul pawel pauly
piotr peter piotrek
rahim raheem
rashid rasheed
reuben rube ruben
richard ricard ricardo rickard
saeed said sayed syed
salma selma
scott scotty
sebastian seb bastian
stanislaw staszek stan
suleiman sulaiman solomon suleman
tobias toby
tomasz tomek thomas
wojciech wojtek
yasmin yasmeen jasmin
zainab zaynab zeinab zeynep
zbigniew zbyszek
zofia zosia sophie sophia
chan chen
cheung zhang chang
cheng zheng
chow zhou chou
chu zhu
fung feng
ho he
huang wong
hui xu hsu
kwok guo kuo
lam lin
lau liu
lee li
leung liang
lo luo law
ng wu
tam tan
tang deng
tsang zeng
tse xie hsieh
wong wang
yeung yang
yip ye ip
"""
