#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Faults that readers of whole graphs found, in sentences of our own: what must be read and what
# must not.  usage: reading.sh PROGRAM
set -u
export LC_ALL=C
dm=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# reads NAME TEXT: the annotated text in $work/out
reads() {
    name=$1
    printf '%s\n' "$2" >"$work/text.txt"
    "$dm" annotate --color never "$work/text.txt" >"$work/out" 2>"$work/err" || echo "exit $?" >>"$work/out"
}
has() { if grep -qE -- "$1" "$work/out"; then passed=$((passed + 1)); else wrong "no '$1'"; fi; }
hasnt() { if grep -qE -- "$1" "$work/out"; then wrong "there is '$1'"; else passed=$((passed + 1)); fi; }
wrong() {
    failed=$((failed + 1))
    echo "FAILED: $name: $1"
    sed 's/^/    /' "$work/out" | head -12
}

reads "an acronym that is also a pronoun" 'Harbour tests begin

GENEVA -- The World Health Organization (WHO) warned of a new outbreak.
WHO doctors will go to Peru, and the WHO asked for help.'
has '\(\[WHO\|organisation/world-health-organization\]\)'
has '^\[WHO\|organisation/world-health-organization\] doctors'

reads "a deputy heads nothing" 'Karl Brenner, deputy executive director of the Port Office, left the room.'
has 'karl-brenner -member_of-> organisation/port-office'
hasnt 'karl-brenner -head_of-> organisation/port-office'

reads "a deputy governor is an official" 'Marek Vasil, deputy governor of Ontara, met reporters on Monday.'
hasnt 'marek-vasil -head_of'

reads "a past office" 'Ilse Rahm was a member of the Blue Party for nine years.'
has 'ilse-rahm -member_of-> .*blue-party.* former'

reads "a noun in small letters is no actor" 'OSLO - Norway and Iceland have quarrelled over mackerel and herring since 2029, officials in Oslo said.'
hasnt '\[mackerel'
hasnt '\[herring'

reads "the army is not the rebels" 'Fighters of the Highland Liberation Army left Ontara on Monday. The Army said it had lost two soldiers, and General Pavel Orm, the chief of the Army, went to the town.'
has '\[Highland Liberation Army\|organisation/highland-liberation-army\]'
hasnt '\[Army\|organisation/highland-liberation-army\]'

# ---- states: lasting relations that the words rule out, or that an office says ----

reads "a mayor and a governor head places" 'NEW YORK - Bill Harmon, the mayor of New York City, said on Friday that schools would close. Rhode Island Governor Ellen Price agreed.'
has 'bill-harmon -head_of-> place/new-york-city'
has 'ellen-price -head_of-> place/rhode-island'
hasnt '-head_of_government->'

reads "a president by apposition" 'ISLAMABAD - Vladimir Putin, the Russian president, met Pakistani Prime Minister Imran Khan in Islamabad on Monday. Pakistan and Russia will build a pipeline, Putin said.'
has 'vladimir-putin -head_of_state-> country/ru'
has 'imran-khan -head_of_government-> country/pk'
hasnt 'vladimir-putin -(head_of_state|official_of|citizen_of)-> country/pk'

reads "a politician of elsewhere is no citizen by nearness" 'OTTAWA - Angela Merkel went to Canada. Canada Prime Minister Justin Trudeau met Merkel. Canada and Merkel agreed.'
hasnt 'angela-merkel -citizen_of-> country/ca'

reads "a bank is no agency" "PARIS - France's Harrow Bank and France's National Handball League asked for help. Peru's Sea Bank refused."
has 'harrow-bank -based_in-> country/fr'
hasnt '-(agency_of|ministry_of)->'

reads "a member state does not own the body" "GENEVA - The World Health Organization, Switzerland's guest, warned Peru on Friday. Peru's Organisation of American States membership was discussed."
hasnt 'organisation-of-american-states -(agency_of|based_in)->'

reads "who is called vice president heads nothing" 'A fire burned in Sunnyvale on Friday. The United States sent help. Kyle Rowan, vice president of the United States, went to Sunnyvale. Former Vice President Kyle Rowan is from the United States.'
has 'kyle-rowan -official_of-> country/us'
hasnt 'kyle-rowan -head_of_state->'

reads "a whip does not head the chamber" 'WASHINGTON - Senate minority whip Paul Dunn spoke in the Senate on Friday.'
has 'paul-dunn -member_of-> organisation/senate'
hasnt 'paul-dunn -head_of->'

reads "a drummer does not head the band" 'NEW YORK - Anne Carver, drummer of the River Band, left on Friday.'
has 'anne-carver -member_of-> organisation/river-band'
hasnt 'anne-carver -head_of->'

reads "an envoy is sent to a country" 'TEHRAN - Brian Stokes, the US special envoy for Iran, met officials on Monday. Stokes left Iran on Tuesday.'
hasnt 'brian-stokes -(citizen_of|official_of)-> country/ir'

reads "a case at law" 'LUXEMBOURG - The court ruled on Thursday in Lena Vogel v. Facebook Ireland. The judges said that the firm must act.'
hasnt 'lena-vogel -(head_of|member_of|citizen_of)->'

reads "the accused is not of the court" 'Martin Kale, aged 30, appeared in Christchurch District Court on Friday, charged with theft. Judge Ruth Amery of Christchurch District Court set a date.'
has 'ruth-amery -member_of-> .*christchurch-district-court'
hasnt 'ruth-amery -(head_of|player_of)->'
hasnt 'martin-kale -(member_of|head_of)->'

reads "a town does not lie in its airport" 'KARIPUR - The plane left Calicut International Airport at Karipur on Friday.'
hasnt 'karipur -located_in-> place/calicut-international-airport'

reads "what is said of a bare noun is said of its name" 'Harlow Tools is a firm based in Leeds. Harlow Tools was founded by Ann Carver. Rudi Vogt, founder and president of Vogt Lines, was born in Dayton, Ohio.'
has 'harlow-tools -based_in-> place/leeds'
has 'ann-carver -founder_of-> organisation/harlow-tools'
has 'rudi-vogt -founder_of-> organisation/vogt-lines'
has 'rudi-vogt -born_in-> place/ohio'

reads "a guest does not belong to the house" 'Asif Mirza was a guest of the Harbour Institute on Monday.'
hasnt 'asif-mirza -(head_of|member_of)->'

# ---- nodes (cast) ----
reads "offices: behind a dateline, behind the name, with a comma" 'OSLO - Foreign Minister Olga Petri of Ukraine met the Norwegian Minister of Health, Ada Lind, on Monday. The Czech Prime Minister, Jan Vlk, was there.'
has 'olga-petri -minister_of-> country/ua'
has 'ada-lind -minister_of-> country/no'
has 'jan-vlk -head_of_government-> country/cz'

reads "a court is called by its country, a firm by its first word" 'Nils Berg, the chairman of Belmar, left the Belmar Shipping Company on Monday. The Supreme Court of India heard the case in Delhi. India has waited for years, said the Supreme Court.'
has '\[Belmar\|organisation/belmar-shipping-company\]'
has '\[Supreme Court\|organisation/supreme-court-of-india\]'

reads "a name goes on behind its hyphen" 'Prime Minister Somsak Chan-o-rit spoke. Nobody would run against Chan-o-rit.'
has '\[Chan-o-rit\|person/somsak-chan-o-rit\]'

reads "an embassy is called by its country; short for words that are no name" 'Asif Mirza was a guest of the Russian Embassy in Oslo. Aid on Counter-Terrorism (CT) issues goes on.'
has 'Embassy\|organisation/russian-embassy\]'
hasnt '\[CT'

reads "a series and one of it" 'They hold military exercises, notably the "Harbour Shield" exercises. In October, Harbour Shield VII joint military exercise was held in Norway.'
has 'event/harbour-shield\]'
has 'event/harbour-shield-vii\]'

reads "money is no country" 'The deal is worth US $900 million, or US$ 2 a head.'
hasnt 'country/us'

reads "a phrase, a portfolio, an office, letters" 'The Grand Mufti of Egypt spoke on Monday. The NATO reporting name of the helicopter is unknown. The Bridges Minister, Tor Lind, left. The National Security Adviser spoke. IT workers struck.'
hasnt 'grand-mufti|organisation/nato|\[Bridges|national-security|\[IT'

reads "two spellings, two towns, one storm" 'The storm hit Bangalore on Monday. Hurricane Anna moved on. Storm Anna reached Mangalore on Tuesday, said Osama bin Naden. Usama bin Nadin agreed. The Hagia Serena is old. The Haghia Serena is a museum.'
has '\[Mangalore\|place/mangalore\]'
has '\[Storm Anna\|event/hurricane-anna\]'
has '\[Usama bin Nadin\|person/osama-bin-naden\]'
has '\[Haghia Serena\|place/hagia-serena\]'

reads "a people is called by its noun; a short adjective" 'Karl Brenner met Kurdish leaders in Ontara. The Kurds were glad. The Pak interlocutors and Russia agreed.'
has '\[Kurdish\|group/kurds\]'
has '\[Pak\|country/pk\]'

# ---- stance and time (relate) ----
reads "planned, said by another, next Friday" 'Wednesday, May 15, 2019

Norway will attack Denmark on Friday, Marta Olsen said.'
has 'country/no -assault-> country/dk \[planned\] says person/marta-olsen .*date 2019-05-17'

reads "a denial is not an act" 'Wednesday, May 15, 2019

Chile denied that Peru had attacked Bolivia in March.'
has 'country/pe -not assault-> country/bo \[denied\] says country/cl .*date 2019-03'
hasnt 'country/pe -assault-> country/bo'

reads "an accusation is a claim" 'Karel Dvorak accused Lena Brandt of attacking Omar Haddad.'
has 'lena-brandt -assault-> person/omar-haddad \[alleged\] says person/karel-dvorak'

reads "no negation: not only, no doubt" 'Norway not only condemned Denmark but also sent two ships. There is no doubt that Chile attacked Peru.'
has 'country/no -accuse-> country/dk  '
has 'country/cl -assault-> country/pe  '
hasnt '-not (assault|accuse)'

reads "what fails does not happen" 'Turkey failed to attack Greece. Norway refused to support Denmark. Police prevented Carlos Mendez from meeting Pavel Orlov.'
has 'country/tr -not assault-> country/gr'
has 'country/no -not support-> country/dk'
hasnt 'carlos-mendez -consult-> person/pavel-orlov'

reads "the speaker of a quotation" '"Norway attacked Denmark," Marta Olsen said. "It was wrong."'
has 'country/no -assault-> country/dk says person/marta-olsen'

reads "who acts is not who says so" 'Marta Olsen said that she had met Karel Dvorak.'
has 'marta-olsen|karel-dvorak'
hasnt 'consult-> .* says '

reads "which date an act takes" 'Wednesday, May 15, 2019

Chile said on Monday that Peru attacked Bolivia. Japan visited Korea last month and condemned China on Tuesday.'
hasnt 'country/pe -assault-> country/bo .*date'
has 'country/jp -consult-> country/kr .*date 2019-04'

reads "without the date of the article only whole dates are read" 'Norway attacked Denmark on Friday. Chile attacked Peru in 2003.'
hasnt 'country/no -assault-> country/dk .*date'
has 'country/cl -assault-> country/pe .*date 2003'

reads "an office is over when its own words say so" 'Carlos Mendez served as mayor of Lima from 1999 to 2003. A former adviser of President Ivan Berg of Norway left. Prime Minister Pavel Orlov of Norway was in Paris. Jon Dahl is no longer a member of the Labour Party.'
has 'carlos-mendez -head_of-> place/lima .*date 1999/2003; former'
hasnt 'ivan-berg .*former'
hasnt 'pavel-orlov .*former'
has 'jon-dahl -member_of-> .*former'

reads "a membership denied or to come" 'Anna Weiss denied being a member of the Communist Party. James Carter will become the head of Toyota.'
hasnt 'anna-weiss -member_of'
has 'james-carter -head_of-> organisation/toyota \[planned\]'

# coref: whom pronouns, descriptions and bare surnames mean

reads "a surname is the protagonist's" 'Karl Brenner won the vote in Ontara. Karl Brenner thanked voters. Karl Brenner lives in Oslo with Eva Brenner. Brenner will take office in May.'
has '\[Brenner\|person/karl-brenner\] will'

reads "her own party is not the party named last" 'Anna Weiss criticised the Labour Party. Members of her own party left the room.'
hasnt 'party~organisation/labour-party'

reads "another court" 'The Supreme Court ruled on Monday. The district court had freed Pavel Orlov.'
hasnt 'court~organisation/supreme-court'

reads "the country, when there are two" 'Norway met Denmark in Oslo. Denmark and Norway will sign. The country is cold.'
hasnt 'country~country/'

reads "the country, when there is one" 'Norway held elections on Monday. Voters in the country queued for hours.'
has 'country~country/no'

reads "a committee is not its chair" 'Karl Brenner, the chair of the Energy Committee, spoke on Monday. Brenner said the committee will vote.'
hasnt 'committee~person'

reads "it with nobody" 'Norway signed the treaty. It is clear that Pavel Orlov lost. It rained.'
hasnt 'It~country'

reads "it for a thing" 'Norway sent a letter. The letter was long, and it was in French.'
hasnt 'it~country'

reads "he is the subject before" 'Karl Brenner met Pavel Orlov on Monday. He said he was glad.'
has 'He~person/karl-brenner'

reads "she is the woman" 'Anna Weiss met Pavel Orlov on Monday. She said he was late.'
has 'She~person/anna-weiss'
has 'he~person/pavel-orlov'

reads "its of the object that is led" 'The pressure led Pakistan to change its policy.'
has 'its~country/pk'

reads "no two guessed citizenships, praise in a quotation is no refusal" "$(cat "$(dirname "$0")/../data/articles/2031-03-04-strait.txt")"
hasnt 'tor-hauge -citizen_of-> country/is'
hasnt 'tor-hauge -citizen_of-> country/no'
hasnt 'tor-hauge -reject-> '

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
