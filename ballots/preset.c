#include "ballots/preset.h"

#include <string.h>

#include "ballots/rule_text.h"

/*
 * Texts are out 7 days before a vote, its result is published within 3 and
 * posted for 15. Only what a show of hands settles and petitions have no such
 * days.
 */
#define DAYS " notice 7 publish 3 post 15"
#define NO_DAYS " notice 0 publish 0 post 0"

#define TWO_THIRDS_PRESENT " quorum present/roll>=2/3"
#define MAJORITY_PRESENT " quorum present/roll>1/2"

static const struct preset presets[] = {
    {"school.default", "学校教代会表决（默认，从严）",
     "School congress vote (default, strict reading)",
     "MOE Order 32 arts 19, 21 read strictly; Enterprise Democratic Management "
     "Provisions 2012 art 20",
     PRESET_SECRET, "motion" TWO_THIRDS_PRESENT " pass for/roll>1/2" DAYS},
    {"school.moe32.literal", "代表总数半数以上（字面）",
     "At least half of all representatives (literal)",
     "MOE Order 32 art 21 with Civil Code art 1259 reading of '以上'",
     PRESET_SECRET, "motion" TWO_THIRDS_PRESENT " pass for/roll>=1/2" DAYS},
    {"sh.2017", "上海市职工代表大会条例 第28、31条",
     "Shanghai Workers' Congress Regulations arts 28, 31",
     "Shanghai 2010/2017 arts 28, 31", PRESET_SECRET,
     "motion" TWO_THIRDS_PRESENT " pass for/roll>=1/2" DAYS},
    {"zj.2010", "浙江省企业民主管理条例 第15条",
     "Zhejiang Enterprise Democratic Management Regulations art 15",
     "Zhejiang 2010 art 15", PRESET_SECRET,
     "motion" TWO_THIRDS_PRESENT " pass for/roll>1/2" DAYS},
    {"ha.2007", "河南省企业职工民主权利保障条例 第19、20条",
     "Henan Employee Democratic Rights Regulations arts 19-20",
     "Henan 2007 arts 19, 20", PRESET_OPEN_UNLESS_ELECTION_OR_MAJOR,
     "motion" TWO_THIRDS_PRESENT " pass for/roll>1/2" DAYS},
    {"school.charter.local", "学校章程修正案（校内从严规定）",
     "School constitution amendment (stricter local rule)",
     "local rule modelled on PRC Constitution art 64; not required by MOE "
     "Order 32",
     PRESET_SECRET, "motion" TWO_THIRDS_PRESENT " pass for/roll>=2/3" DAYS},
    {"npc.motion", "全国人大议案", "NPC motion",
     "NPC Rules of Procedure 2021 art 59", PRESET_SECRET_DEVICE,
     "motion pass for/roll>1/2" DAYS},
    {"npc.constitution", "宪法修改", "Constitutional amendment",
     "PRC Constitution art 64", PRESET_SECRET,
     "motion pass for/roll>=2/3" DAYS},
    {"union.recall", "罢免工会主席", "Removal of a trade-union chair",
     "Trade Union Law 2021 art 18", PRESET_SECRET,
     "motion pass for/roll>1/2" DAYS},
    {"villagers.assembly", "村民代表会议", "Villagers' representative meeting",
     "Organic Law of Villagers' Committees 2018 art 25", PRESET_OPEN,
     "motion" TWO_THIRDS_PRESENT " pass for/present>1/2" DAYS},
    {"condo.special", "业主大会（特别事项）",
     "Owners' assembly, special matters",
     "Shanghai Residential Property Regulations 2020 art 18 (Civil Code art "
     "278)",
     PRESET_RECORDED,
     "motion quorum returned/roll>=2/3,weight=head "
     "returned/roll>=2/3,weight=area"
     " pass for/returned>=3/4,weight=head for/returned>=3/4,weight=area" DAYS},
    {"procedural.open", "程序性事项（举手）",
     "Procedural matter, show of hands",
     "practice: half of those due to attend, show of hands (Shanghai Tunnel "
     "union congress voting measures 2012)",
     PRESET_OPEN, "motion" TWO_THIRDS_PRESENT " pass for/roll>1/2" NO_DAYS},
    {"ronr.majority", "罗伯特规则：过半数", "RONR majority vote",
     "RONR; worked example at roberts-rules.com/parl17.htm", PRESET_ANY,
     "motion" MAJORITY_PRESENT " pass for/ronr_cast>1/2" DAYS},
    {"ronr.two_thirds", "罗伯特规则：三分之二", "RONR two-thirds vote", "RONR",
     PRESET_ANY, "motion" MAJORITY_PRESENT " pass for/ronr_cast>=2/3" DAYS},
    {"ronr.majority_present", "出席者过半数", "Majority of the members present",
     "RONR forum 13569", PRESET_ANY,
     "motion" MAJORITY_PRESENT " pass for/present>1/2" DAYS},
    {"ronr.entire", "全体成员过半数", "Majority of the entire membership",
     "RONR", PRESET_ANY, "motion pass for/roll>1/2" DAYS},
    {"un.simple", "联合国：出席并投票者过半数",
     "Majority of members present and voting", "UNGA Rules 85-86 pattern",
     PRESET_RECORDED, "motion" MAJORITY_PRESENT " pass for/expressed>1/2" DAYS},
    {"un.two_thirds", "联合国：三分之二",
     "Two-thirds of members present and voting", "UNGA Rule 83 pattern",
     PRESET_RECORDED,
     "motion" MAJORITY_PRESENT " pass for/expressed>=2/3" DAYS},
    {"betrvg33", "德国企业职工委员会决议", "German works council resolution",
     "BetrVG s 33", PRESET_ANY,
     "motion quorum returned/roll>=1/2"
     " pass for/present>1/2" DAYS},
    {"sejm120", "波兰众议院 第120条", "Sejm, Constitution of Poland art 120",
     "Polish Constitution art 120", PRESET_RECORDED,
     "motion quorum present/roll>=1/2"
     " pass for/expressed>1/2" DAYS},
    {"nodejs.ctc", "Node.js CTC（全体减弃权）",
     "Node.js CTC (membership less abstainers)",
     "nodejs/node commit bbbbb19658, GOVERNANCE.md", PRESET_RECORDED,
     "motion pass for/roll_less_abstain>1/2" DAYS},
    {"snb.double", "欧盟特别谈判机构（双重过半数）",
     "EU special negotiating body, double majority",
     "Directive 2001/86/EC art 3(4)", PRESET_ANY,
     "motion pass for/roll>1/2,weight=head for/roll>1/2,weight=employees" DAYS},
    {"union.election", "基层工会/教代会差额选举（默认）",
     "Grass-roots union / congress competitive election (default)",
     "ACFTU Grass-roots Election Rules 2016; unit measures under it",
     PRESET_SECRET,
     "election seats 1 tie revote shortfall runoff write-in when_against "
     "margin 1/20" TWO_THIRDS_PRESENT
     " pass for/roll>1/2 runoff for/roll>1/2" DAYS},
    {"union.election.fewer_against", "票数相等以反对票少者当选",
     "Tie broken by fewer against votes, then revote",
     "unit election measures (fanwenq 2007; Tongguan education union)",
     PRESET_SECRET,
     "election seats 1 tie fewer_against_then_revote shortfall vacant write-in "
     "when_against"
     " quorum present/roll>2/3"
     " pass for/roll>1/2" DAYS},
    {"whu.both_out", "末位同票均不当选",
     "Tie at the last seat: neither elected, seat vacant",
     "Wuhan University School of Physics graduate congress measures 2025 art 4",
     PRESET_SECRET,
     "election seats 1 tie both_out shortfall vacant write-in any"
     " quorum present/roll>2/3"
     " pass for/roll>0/1" DAYS},
    {"npc.direct", "人大代表直接选举",
     "Direct election of people's congress deputies",
     "Election Law 2020 arts 41-45", PRESET_SECRET,
     "election seats 1 tie revote shortfall runoff write-in any"
     " quorum returned/roll>1/2"
     " pass for/returned>1/2 runoff for/returned>=1/3" DAYS},
    {"party.four_fifths", "到会超过五分之四的选举",
     "Election needing attendance above four fifths",
     "party / youth-league unit measures", PRESET_SECRET,
     "election seats 1 tie revote shortfall vacant write-in when_against"
     " quorum present/roll>4/5"
     " pass for/present>1/2" DAYS},
    {"sh.representative.election", "职工代表选举（选区）",
     "Election of representatives by constituency", "Shanghai 2017 art 15",
     PRESET_SECRET,
     "election seats 1 tie revote shortfall runoff write-in any"
     " quorum returned/roll>=2/3"
     " pass for/roll>=1/2 runoff for/roll>=1/2" DAYS},
    {"appraisal.school", "民主评议（四档）",
     "Democratic appraisal, four grades",
     "school appraisal forms (docx.baby 20794392801349); outcome thresholds "
     "are local examples",
     PRESET_SECRET,
     "appraisal" TWO_THIRDS_PRESENT
     " outcome not_competent not_competent/valid>1/2"
     " outcome talk_required not_competent/valid>=1/3"
     " outcome excellent excellent/valid>=2/3 excellent+competent/valid>=4/5"
     " outcome competent excellent+competent/valid>1/2"
     " outcome basically_competent always" DAYS},
    {"petition.temporary_session", "提议召开临时会议",
     "Request for a temporary session",
     "MOE Order 32 art 17; Shanghai 2017 art 22; Zhejiang 2010 art 15",
     PRESET_RECORDED,
     "petition"
     " pass signed/roll>=1/3" NO_DAYS},
    {"petition.proposal", "提案附议", "Seconding a proposal",
     "practice: 1 proposer + 2 seconders (Shenzhen University; Zhoushan "
     "education union: 3 in all)",
     PRESET_RECORDED,
     "petition"
     " pass signed/roll>=0/1,min=3" NO_DAYS},
};

static const char *const secrecy_codes[PRESET_SECRECY_COUNT_] = {
    [PRESET_SECRET] = "secret",
    [PRESET_SECRET_DEVICE] = "secret_device",
    [PRESET_OPEN] = "open",
    [PRESET_OPEN_UNLESS_ELECTION_OR_MAJOR] = "open_unless_election_or_major",
    [PRESET_RECORDED] = "recorded",
    [PRESET_ANY] = "any",
};

const struct preset *
preset_all(size_t *count)
{
    *count = sizeof presets / sizeof *presets;
    return presets;
}

const struct preset *
preset_find(const char *id)
{
    for (size_t i = 0; i < sizeof presets / sizeof *presets; i++)
        if (strcmp(presets[i].id, id) == 0)
            return &presets[i];
    return NULL;
}

const char *
preset_secrecy_code(enum preset_secrecy secrecy)
{
    if ((unsigned)secrecy >= PRESET_SECRECY_COUNT_)
        return NULL;
    return secrecy_codes[secrecy];
}

enum err
preset_rule(struct rule *rule, const struct preset *preset, uint16_t seats)
{
    bool elects;
    enum err e = rule_decode(rule, span_text(preset->text));

    if (e)
        return e;
    elects = rule->kind == RULE_ELECTION;
    if (elects != (seats > 0) || seats > RULE_CANDIDATES_MAX) {
        *rule = (struct rule){0};
        return ERR_INPUT;
    }
    if (elects)
        rule->seats = seats;
    return OK;
}
