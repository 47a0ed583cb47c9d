#include "ballots/words.h"

static const char *const faults[RULE_FAULT_COUNT_][LANG_COUNT_] = {
    [RULE_FAULT_OPTION_COUNT] = {"表决选项须为2至8个。",
                                 "A question has 2 to 8 options."},
    [RULE_FAULT_OPTION_WORD] =
        {"选项代号须以小写英文字母开头，只含小写字母、数字和下划线，至多32个"
         "字符。",
         "An option's id begins with a small letter and has only small "
         "letters, digits and underscores, 32 at most."},
    [RULE_FAULT_OPTION_RESERVED] =
        {"选项代号与计票用语（如 present、invalid）相同，请另选代号。",
         "An option has the id of something that is counted apart (such as "
         "present or invalid). Choose another id."},
    [RULE_FAULT_OPTION_TWICE] = {"有两个选项的代号相同，请修改其中一个。",
                                 "Two options have the same id. Change one."},
    [RULE_FAULT_OPTION_UNKNOWN] =
        {"规则提到的选项不在本事项的选项中，请增加该选项或改用其他规则。",
         "The rule counts an option that this question does not have. Add the "
         "option or choose another rule."},
    [RULE_FAULT_WEIGHT] =
        {"本系统一人一票，不支持按权重计票，请改用不加权的规则。",
         "Here one member has one vote: votes cannot be weighted. Choose a "
         "rule without weights."},
    [RULE_FAULT_WRITE_IN] =
        {"电子表决暂不支持另选他人。需要另选他人的，请使用纸质选票选举；否则请"
         "将另选他人设为不允许。",
         "Write-ins are not possible in an electronic ballot. Hold this "
         "election with paper ballots, or do not allow write-ins."},
    [RULE_FAULT_NO_FOR] = {"表决和选举须有“赞成”选项（for）。",
                           "A vote or an election needs the option `for`."},
    [RULE_FAULT_NO_FOR_CLAUSE] =
        {"规则没有把赞成票计入通过条件，请改用其他规则。",
         "No condition of the rule counts the votes in favour. Choose another "
         "rule."},
    [RULE_FAULT_FOR_NOT_FIRST] =
        {"选举的第一个选项须为“赞成”（for），名额上限按它计算。",
         "The first option of an election is `for`, since the limit of seats "
         "is checked on it."},
    [RULE_FAULT_NO_AGAINST] =
        {"规则按反对票区分同票，选项中须有“反对”（against）。",
         "The rule breaks ties by votes against, so the option `against` is "
         "needed."},
    [RULE_FAULT_NO_SIGNED] = {"联名须有“联名”选项（signed）。",
                              "A petition needs the option `signed`."},
    [RULE_FAULT_NO_SIGNED_CLAUSE] =
        {"规则没有把联名人数计入成立条件，请改用其他规则。",
         "No condition of the rule counts the signatures. Choose another "
         "rule."},
    [RULE_FAULT_CANDIDATES] = {"选举须有1至200名候选人。",
                               "An election has 1 to 200 candidates."},
    [RULE_FAULT_SEATS] =
        {"应选名额多于候选人，请增加候选人或减少名额。",
         "There are more seats than candidates. Add candidates or reduce the "
         "seats."},
    [RULE_FAULT_MARGIN] =
        {"候选人数达不到规则要求的差额，请增加候选人。",
         "There are fewer candidates than the rule's margin over the seats "
         "requires. Add candidates."},
};

const char *
words_rule_fault(enum lang lang, enum rule_fault fault)
{
    if ((unsigned)fault >= RULE_FAULT_COUNT_ || (unsigned)lang >= LANG_COUNT_)
        return NULL;
    return faults[fault][lang];
}
