/*
 * config_words.c - what is said of settings, in Chinese and English.
 */
#include "voting/machine/messages.h"
#include "voting/server/config.h"

const struct config_setting config_settings[] = {
    [CONFIG_KEY_LISTEN] = {"listen", "ADDRESS:PORT",
                           "监听的地址和端口，IPv6 地址用方括号；默认 "
                           "127.0.0.1:8080",
                           "where to listen, an IPv6 address in brackets; by "
                           "default 127.0.0.1:8080"},
    [CONFIG_KEY_LOG] = {"log", "FILE", "日志数据库；没有时新建一份空的",
                        "the log's database; an empty one is made if there is "
                        "none"},
    [CONFIG_KEY_LOG_KEY] = {"log-key", "FILE", "日志的私钥；默认是 log 加 .key",
                            "the log's secret key; by default log with .key"},
    [CONFIG_KEY_CERTIFICATE] = {"certificate", "FILE",
                                "TLS 证书链（PEM），服务器证书在前",
                                "the TLS certificate chain (PEM), the server's "
                                "first"},
    [CONFIG_KEY_CERTIFICATE_KEY] = {"certificate-key", "FILE",
                                    "证书的私钥（PEM），他人不可读",
                                    "the certificate's key (PEM), which others "
                                    "may not read"},
    [CONFIG_KEY_BEHIND_PROXY] = {"behind-proxy", "yes|no",
                                 "本机上有代理转发，相信它的 X-Forwarded-For",
                                 "a proxy on this machine stands in front; its "
                                 "X-Forwarded-For is believed"},
    [CONFIG_KEY_PLAIN_HTTP] =
        {"plain-http", "SENTENCE",
         "不加密地对外服务；须原样写：" CONFIG_PLAIN_SENTENCE,
         "serve plain http beyond this machine; must "
         "read: " CONFIG_PLAIN_SENTENCE},
    [CONFIG_KEY_CONNECTIONS] = {"connections", "NUMBER",
                                "同时连接数的上限；默认 10000",
                                "connections at one time; by default 10000"},
    [CONFIG_KEY_CONNECTIONS_PER_ADDRESS] =
        {"connections-per-address", "NUMBER",
         "同一地址的连接数上限；全校可能共用一个地址；默认 5000",
         "connections of one address, behind which a whole school may be; by "
         "default 5000"},
    [CONFIG_KEY_WORKERS] = {"workers", "NUMBER",
                            "核验选票的线程数；0 为与处理器核数相同",
                            "threads that verify ballots; 0: as many as cores"},
    [CONFIG_KEY_PROVE] =
        {"prove", "yes|no", "启动时核验日志里每一个签名和证明（较慢）",
         "at start verify every signature and proof of the log "
         "(slower)"},
    [CONFIG_KEY_LANGUAGE] = {"language", "zh|en",
                             "运行日志的语言；默认按系统设置",
                             "language of what is logged; by default the "
                             "system's"},
    [CONFIG_KEY_COUNT_] = {NULL, NULL, NULL, NULL},
};

static const struct {
    const char *code;
    const char *sentences[LANG_COUNT_];
} faults_table[CONFIG_FAULT_COUNT_] = {
    [CONFIG_FINE] = {"fine", {"没有错误。", "Nothing is wrong."}},
    [CONFIG_NOT_TEXT] = {"not-text",
                         {"这一行不是 UTF-8 文字。",
                          "The line is not text in UTF-8."}},
    [CONFIG_NO_EQUALS] = {"no-equals",
                          {"“{1}”里没有等号；每行应是“设置 = 值”。",
                           "There is no = in \"{1}\"; a line is `setting = "
                           "value`."}},
    [CONFIG_UNKNOWN] = {"unknown-setting",
                        {"没有“{1}”这个设置。",
                         "There is no setting \"{1}\"."}},
    [CONFIG_TWICE] = {"twice",
                      {"设置“{1}”出现了两次。",
                       "The setting \"{1}\" stands twice."}},
    [CONFIG_NO_VALUE] = {"no-value",
                         {"设置“{1}”没有值。不用它就删去这一行。",
                          "The setting \"{1}\" has no value; to leave it out, "
                          "delete the line."}},
    [CONFIG_COMMENT] = {"comment",
                        {"注释须单独成行：“{1}”。",
                         "A comment stands on a line of its own: \"{1}\"."}},
    [CONFIG_QUOTED] = {"quoted",
                       {"值不加引号：{1}。", "A value has no quotes: {1}."}},
    [CONFIG_LISTEN] = {"listen",
                       {"“{1}”不是地址和端口，如 192.168.1.5:8443 或 "
                        "[::]:8443（不能用名字）。",
                        "\"{1}\" is not a numeric address and a port, as "
                        "192.168.1.5:8443 or [::]:8443."}},
    [CONFIG_PATH] = {"path",
                     {"“{1}”不是从 / 开始的文件路径，或太长。",
                      "\"{1}\" is not a path that begins with /, or is too "
                      "long."}},
    [CONFIG_YES_NO] = {"yes-no",
                       {"“{1}”应为 yes 或 no。",
                        "\"{1}\" should be yes or no."}},
    [CONFIG_NUMBER] = {"number",
                       {"“{1}”不是允许范围内的整数。",
                        "\"{1}\" is not a whole number in the range."}},
    [CONFIG_LANGUAGE] = {"language",
                         {"“{1}”应为 zh 或 en。",
                          "\"{1}\" should be zh or en."}},
    [CONFIG_SENTENCE] = {"sentence",
                         {"要不加密地对外服务，plain-http 的值须原样"
                          "写：" CONFIG_PLAIN_SENTENCE,
                          "To serve plain http beyond this machine, plain-http "
                          "must read: " CONFIG_PLAIN_SENTENCE}},
    [CONFIG_NO_LOG] = {"no-log",
                       {"没有指明日志：请设置 log。", "Which log? Set `log`."}},
    [CONFIG_PAIR] = {"certificate-pair",
                     {"certificate 和 certificate-key 须一起设置。",
                      "certificate and certificate-key go together."}},
    [CONFIG_PLAIN] = {"plain-http",
                      {"拒绝在 {1} 上不加密地服务：同一网络里的任何人都能看到"
                       "并改动页面。请设置证书；或用本机代理并监听 "
                       "127.0.0.1；只为演练可设 plain-http。",
                       "Refusing to serve plain http on {1}: anyone on that "
                       "network could read and change pages. Set a "
                       "certificate; or listen on 127.0.0.1 behind a proxy; "
                       "or, for a rehearsal only, set plain-http."}},
    [CONFIG_PROXY] = {"proxy-open",
                      {"behind-proxy 时须监听本机地址，{1} 不是。",
                       "Behind a proxy, listen on a loopback address; {1} is "
                       "none."}},
    [CONFIG_CONTRADICTION] = {"contradiction",
                              {"已有证书，又设了 plain-http：请删去一个。",
                               "There is a certificate, and plain-http is "
                               "set: delete one of them."}},
    [CONFIG_LIMITS] = {"limits",
                       {"connections-per-address 大于 connections。",
                        "connections-per-address is more than connections."}},
    [CONFIG_MISSING] = {"missing",
                        {"缺少设置“{1}”。", "The setting \"{1}\" is missing."}},
    [CONFIG_NAME] = {"name",
                     {"“{1}”不能作存证方的名称：不含空格和加号。",
                      "\"{1}\" cannot be a witness's name: no spaces, no plus "
                      "sign."}},
    [CONFIG_VKEY] = {"vkey",
                     {"“{1}”不是日志的公钥（名称+编号+公钥）。",
                      "\"{1}\" is not a log's key, NAME+ID+KEY."}},
    [CONFIG_TOO_MANY] = {"too-many",
                         {"日志太多，放不下“{1}”。",
                          "There are too many logs for \"{1}\"."}},
};

const char *
config_fault_code(enum config_fault fault)
{
    return faults_table[fault].code;
}

const char *
config_fault_words(enum config_fault fault, enum lang lang)
{
    return faults_table[fault].sentences[lang == LANG_ZH ? LANG_ZH : LANG_EN];
}

static void
say_one(FILE *out, const char *where, enum config_fault fault,
        const char *culprit, enum lang lang)
{
    char sentence[1024];

    message_fill(sentence, sizeof sentence, config_fault_words(fault, lang),
                 culprit, NULL, NULL, NULL);
    fprintf(out, "%s%s: %s\n", where, config_fault_code(fault), sentence);
}

void
config_faults_say(FILE *out, const struct config_faults *faults,
                  const char *file, enum lang lang)
{
    for (size_t i = 0; i < faults->count && i < CONFIG_FAULTS_MAX; i++) {
        char where[CONFIG_PATH_MAX + 32] = "";

        if (faults->list[i].line > 0)
            (void)snprintf(where, sizeof where, "%s:%u: ", file,
                           faults->list[i].line);
        say_one(out, where, faults->list[i].fault, faults->list[i].culprit,
                lang);
    }
    if (faults->count > CONFIG_FAULTS_MAX)
        fprintf(out, "... +%zu\n", faults->count - CONFIG_FAULTS_MAX);
}
