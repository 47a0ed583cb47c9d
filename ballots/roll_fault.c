#include "ballots/roll_csv.h"

#include "crypto/utf8.h"

#define SAID_MAX 64 /* bytes of a value that is worth showing */

static const char *const columns[ROLL_COLUMN_COUNT_][LANG_COUNT_] = {
    [ROLL_ID] = {"编号", "id"},
    [ROLL_NAME_ZH] = {"姓名", "name_zh"},
    [ROLL_NAME_EN] = {"英文名", "name_en"},
    [ROLL_SEX] = {"性别", "sex"},
    [ROLL_BIRTH_YEAR] = {"出生年", "birth_year"},
    [ROLL_DELEGATION] = {"代表团", "delegation"},
    [ROLL_CATEGORY] = {"类别", "category"},
    [ROLL_TITLE_ZH] = {"职务", "title_zh"},
    [ROLL_TITLE_EN] = {"英文职务", "title_en"},
    [ROLL_SURNAME_STROKES] = {"姓氏笔画", "surname_strokes"},
    [ROLL_VOTING] = {"表决权", "voting"},
};

static const struct {
    const char *name;
    const char *words[LANG_COUNT_];
} faults[ROLL_FAULT_COUNT_] = {
    [ROLL_FAULT_NONE] = {"none", {"没有问题。", "Nothing is wrong."}},
    [ROLL_FAULT_EMPTY] = {"empty", {"文件是空的。", "The file is empty."}},
    [ROLL_FAULT_TOO_BIG] = {"too_big",
                            {"文件超过4 MB，请确认选对了文件。",
                             "The file is larger than 4 MiB. Is it the right "
                             "one?"}},
    [ROLL_FAULT_NO_ROWS] = {"no_rows",
                            {"只有表头，没有代表。",
                             "There is a header, but nobody below it."}},
    [ROLL_FAULT_TOO_MANY_ROWS] = {"too_many_rows",
                                  {"行数超过上限，从这一行起没有读取。",
                                   "There are too many rows; from this one on "
                                   "nothing was read."}},
    [ROLL_FAULT_NOT_UTF8] = {"not_utf8",
                             {"不是UTF-8编码，请另存为“CSV UTF-8”。",
                              "The text is not UTF-8. Save the file as \"CSV "
                              "UTF-8\"."}},
    [ROLL_FAULT_UNCLOSED_QUOTE] = {"unclosed_quote",
                                   {"从这一行起引号没有闭合。",
                                    "A quote that opens in this row is never "
                                    "closed."}},
    [ROLL_FAULT_STRAY_QUOTE] = {"stray_quote",
                                {"引号位置不对：引号须包住整个单元格，其中的引"
                                 "号写两遍。",
                                 "A quote is out of place: quotes go around a "
                                 "whole field, and are doubled inside it."}},
    [ROLL_FAULT_FIELD_COUNT] = {"field_count",
                                {"这一行的单元格数与表头不同。",
                                 "This row does not have as many fields as "
                                 "the header."}},
    [ROLL_FAULT_UNKNOWN_COLUMN] = {"unknown_column",
                                   {"不认识这一列，请删除或改名。",
                                    "This column is not known. Remove or "
                                    "rename it."}},
    [ROLL_FAULT_COLUMN_TWICE] = {"column_twice",
                                 {"这一列出现了两次。",
                                  "This column occurs twice."}},
    [ROLL_FAULT_NO_COLUMN] = {"no_column",
                              {"缺少这一列。", "This column is missing."}},
    [ROLL_FAULT_NO_ID] = {"no_id", {"编号为空。", "There is no id."}},
    [ROLL_FAULT_BAD_ID] = {"bad_id",
                           {"编号只能用英文字母、数字和 . _ -。",
                            "An id has only letters, digits and . _ -."}},
    [ROLL_FAULT_DUPLICATE_ID] = {"duplicate_id",
                                 {"编号重复。", "This id occurs twice."}},
    [ROLL_FAULT_NO_NAME] = {"no_name", {"姓名为空。", "There is no name."}},
    [ROLL_FAULT_TOO_LONG] = {"too_long", {"太长。", "This is too long."}},
    [ROLL_FAULT_CONTROL] = {"control",
                            {"含有不可见的控制字符或换行，请重新输入。",
                             "There is an invisible control character or a "
                             "line break in it. Type it anew."}},
    [ROLL_FAULT_SPACE] = {"space",
                          {"前后有空格，请删除。",
                           "There is a space in front or behind. Remove "
                           "it."}},
    [ROLL_FAULT_BAD_SEX] = {"bad_sex",
                            {"性别须为 F、M、女、男或留空。",
                             "Sex is F, M, 女, 男 or empty."}},
    [ROLL_FAULT_BAD_NUMBER] = {"bad_number",
                               {"不是合理的数字。",
                                "This is not a sensible number."}},
    [ROLL_FAULT_BAD_VOTING] = {"bad_voting",
                               {"表决权须为 1、0、是或否。",
                                "Voting is 1, 0, 是 or 否."}},
    [ROLL_NOTICE_SAME_NAME] = {"same_name",
                               {"与另一人同名，请核对（可以同名）。",
                                "Somebody else has the same name. Check it; "
                                "it is allowed."}},
};

const char *
roll_column_name(enum lang lang, enum roll_column column)
{
    if ((unsigned)column >= ROLL_COLUMN_COUNT_ || (unsigned)lang >= LANG_COUNT_)
        return NULL;
    return columns[column][lang];
}

const char *
roll_fault_name(enum roll_fault_code code)
{
    return (unsigned)code < ROLL_FAULT_COUNT_ ? faults[code].name : NULL;
}

const char *
roll_fault_words(enum lang lang, enum roll_fault_code code)
{
    if ((unsigned)code >= ROLL_FAULT_COUNT_ || (unsigned)lang >= LANG_COUNT_)
        return NULL;
    return faults[code].words[lang];
}

static void
say_place(struct text_writer *out, enum lang lang,
          const struct roll_fault *fault)
{
    const char *column = roll_column_name(lang, fault->column);
    bool zh = lang == LANG_ZH;

    if (fault->line == 0)
        return;
    text_writer_text(out, zh ? "第" : "Line ");
    text_writer_decimal(out, fault->line);
    text_writer_text(out, zh ? "行" : "");
    if (column) {
        text_writer_text(out, zh ? "，" : ", ");
        text_writer_text(out, column);
    } else if (fault->code == ROLL_FAULT_UNKNOWN_COLUMN &&
               fault->value.len <= SAID_MAX &&
               !utf8_check_plain(fault->value)) {
        text_writer_text(out, zh ? "，“" : ", \"");
        text_writer_span(out, fault->value);
        text_writer_text(out, zh ? "”" : "\"");
    }
    text_writer_text(out, zh ? "：" : ": ");
}

void
roll_fault_say(struct text_writer *out, enum lang lang,
               const struct roll_fault *fault)
{
    const char *words = roll_fault_words(lang, fault->code);

    if (words == NULL) {
        text_writer_fail(out, ERR_INPUT);
        return;
    }
    say_place(out, lang, fault);
    text_writer_text(out, words);
    if (fault->other_line == 0)
        return;
    text_writer_text(out, lang == LANG_ZH ? "（见第" : " (See line ");
    text_writer_decimal(out, fault->other_line);
    text_writer_text(out, lang == LANG_ZH ? "行）" : ".)");
}
