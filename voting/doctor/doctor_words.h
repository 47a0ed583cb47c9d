/*
 * doctor_words.h - every sentence that `ballotctl doctor` can say.
 *
 * A finding has a verdict, a sentence, and, unless all is well, the way out.
 * `{1}` to `{3}` stand for figures, paths and addresses of the operator's own.
 */
#ifndef VOTING_DOCTOR_DOCTOR_WORDS_H
#define VOTING_DOCTOR_DOCTOR_WORDS_H

#include "ballots/words.h"

enum doctor_verdict { DOCTOR_OK, DOCTOR_WARN, DOCTOR_FAIL, DOCTOR_VERDICTS_ };

/* X(NAME, VERDICT, Chinese, English, way out in Chinese, way out in English) */
#define DOCTOR_WORDS(X)                                                                   \
    X(CONFIG_GOOD, OK, "{1} 里的设置无误。", "The settings in {1} hold.", "",             \
      "")                                                                                 \
    X(CONFIG_UNREADABLE, FAIL, "无法读取设置文件 {1}。",                                  \
      "The settings in {1} cannot be read.",                                              \
      "用 --config 指明文件，或以能读它的用户运行。",                                     \
      "Name the file with --config, or run this as a user who may read it.")              \
    X(CONFIG_LINE, FAIL, "{1}（{2}，第 {3} 行）", "{1} ({2}, line {3})",                  \
      "改正这一行，再运行 ballotd --check。",                                             \
      "Mend that line, then run ballotd --check.")                                        \
    X(CONFIG_WHOLE, FAIL, "{1}（{2}）", "{1} ({2})",                                      \
      "改正设置，再运行 ballotd --check。",                                               \
      "Mend the settings, then run ballotd --check.")                                     \
    X(CONFIG_PLAIN, WARN,                                                                 \
      "不加密地在 {1} 上对外服务：网络里的任何人都能改动页面。",                          \
      "Plain http is served on {1}: anyone on that network can change pages.",            \
      "只可用于演练；正式投票前设置证书，并删去 plain-http。",                            \
      "For a rehearsal only: before a real vote set a certificate and delete "            \
      "plain-http.")                                                                      \
    X(LOG_NONE, OK, "还没有日志 {1}；ballotd 第一次启动时会新建。",                       \
      "There is no log {1} yet; ballotd makes it at its first start.", "", "")            \
    X(FILE_PRIVATE, OK, "{1}：只有其所有者能读写。",                                      \
      "{1}: only its owner may read and write it.", "", "")                               \
    X(FILE_OPEN, FAIL, "{1} 可被他人读写（权限 {2}）。",                                  \
      "{1} may be read or written by others (mode {2}).",                                 \
      "chmod 600 {1}；若是私钥，视为已泄露并更换。",                                      \
      "chmod 600 {1}; a secret key that lay open should be replaced.")                    \
    X(FILE_MISSING, FAIL, "缺少 {1}。", "{1} is missing.",                                \
      "找回这个文件再启动；没有它日志不会接收任何内容。",                                 \
      "Find that file before you start: without it the log takes nothing in.")            \
    X(FILE_OWNER, FAIL, "{1} 与日志不属于同一用户。",                                     \
      "{1} belongs to another user than the log.",                                        \
      "把日志、私钥和记录码副本都归 ballotd 的用户。",                                    \
      "Give the log, its key and the checkpoint's copy to ballotd's user.")               \
    X(FILE_UNSEEN, FAIL, "无法查看 {1}。", "{1} cannot be looked at.",                    \
      "以服务的用户或 root 运行，如 sudo -u ballotd ballotctl doctor。",                  \
      "Run this as the service's user or root, e.g. sudo -u ballotd "                     \
      "ballotctl "                                                                        \
      "doctor.")                                                                          \
    X(FOLDER_NONE, WARN, "没有文件夹 {1}。", "There is no folder {1}.",                   \
      "install -d -m 700 -o ballotd -g ballotd {1}",                                      \
      "install -d -m 700 -o ballotd -g ballotd {1}")                                      \
    X(FOLDER_GOOD, OK, "文件夹 {1}：他人不能进入。",                                      \
      "Folder {1}: closed to others.", "", "")                                            \
    X(FOLDER_OPEN, WARN, "他人能进入文件夹 {1}（权限 {2}）。",                            \
      "Others may look into the folder {1} (mode {2}).", "chmod 700 {1}",                 \
      "chmod 700 {1}")                                                                    \
    X(FOLDER_WRITABLE, FAIL,                                                              \
      "他人能改动文件夹 {1}（权限 {2}），可以换掉日志。",                                 \
      "Others may write the folder {1} (mode {2}) and put another log there.",            \
      "chmod 700 {1}", "chmod 700 {1}")                                                   \
    X(SPACE_GOOD, OK, "{1} 所在磁盘有 {2} MB 空间。",                                     \
      "The disk of {1} has {2} MB of room.", "", "")                                      \
    X(SPACE_LITTLE, WARN, "{1} 所在磁盘只剩 {2} MB。",                                    \
      "The disk of {1} has only {2} MB of room.", "会前腾出至少 1 GB。",                  \
      "Make at least 1 GB of room before the day.")                                       \
    X(SPACE_NONE, FAIL, "{1} 所在磁盘只剩 {2} MB，投票可能中断。",                        \
      "The disk of {1} has only {2} MB of room: voting could stop.",                      \
      "现在就腾出空间。", "Make room now.")                                               \
    X(DISK_GOOD, OK, "写盘并落盘正常：每次约 {2} 微秒（{1}）。",                          \
      "Writing and fsync work: about {2} us each ({1}).", "", "")                         \
    X(DISK_SLOW, WARN, "落盘很慢：每次约 {2} 微秒（{1}）。",                              \
      "fsync is slow: about {2} us each ({1}).",                                          \
      "用固态硬盘，或停掉同一磁盘上的其他程序；人多时选票要等。",                         \
      "Use a solid-state disk or stop what else uses it; with many voters, "              \
      "ballots wait.")                                                                    \
    X(DISK_QUICK, WARN,                                                                   \
      "落盘只用了约 {2} 微秒（{1}）：没有磁盘这么快，断电时可能丢失。",                   \
      "fsync took about {2} us ({1}): no disk is that quick, so a power cut "             \
      "may lose what it promised.",                                                       \
      "不要放在内存里；虚拟机不要用 cache=unsafe；不要关闭写屏障。",                      \
      "Keep the log off memory; no cache=unsafe in a virtual machine, no "                \
      "mount without barriers.")                                                          \
    X(DISK_REFUSES, FAIL, "无法在 {1} 写盘并落盘（{2}）。",                               \
      "Cannot write and fsync in {1} ({2}).",                                             \
      "检查磁盘和权限；以服务的用户运行，如 sudo -u ballotd ballotctl " \
      "doctor。",                                                                         \
      "Check disk and permissions; run this as the service's user, e.g. sudo "            \
      "-u ballotd ballotctl doctor.")                                                     \
    X(DISK_MEMORY, FAIL, "{1} 在内存里（tmpfs），断电即失。",                             \
      "{1} is in memory (tmpfs): a power cut loses it.",                                  \
      "把日志放在真正的磁盘上。", "Put the log on a real disk.")                          \
    X(DISK_REMOTE, FAIL, "{1} 在网络或用户态文件系统上，不能保证落盘和加锁。",            \
      "{1} is on a network or user-space file system: neither fsync nor "                 \
      "locks "                                                                            \
      "can be relied on.",                                                                \
      "把日志放在本机磁盘上。", "Put the log on a disk of this machine.")                 \
    X(DISK_LAYERED, WARN, "{1} 在容器的叠加层上，容器删除即失。",                         \
      "{1} is on a container's overlay: it goes when the container does.",                \
      "为日志挂载一个卷。", "Mount a volume for the log.")                                \
    X(CLOCK_GOOD, OK, "时钟已同步：{1}。", "The clock is synchronised: {1}.",             \
      "", "")                                                                             \
    X(CLOCK_ALONE, WARN, "时钟没有同步：{1}。",                                           \
      "The clock is not synchronised: {1}.",                                              \
      "timedatectl set-ntp true；不能联网就对表校准。",                                   \
      "timedatectl set-ntp true; without a network, set it by a good watch.")             \
    X(CLOCK_WRONG, FAIL, "时钟显然不对：{1}。",                                           \
      "The clock is plainly wrong: {1}.", "先校时：日志里的时间只进不退。",               \
      "Set it right first: times in the log never go back.")                              \
    X(MEMORY_LOCKS, OK, "内存可以锁定，密钥不会换出到磁盘。",                             \
      "Memory can be locked: no key is swapped to disk.", "", "")                         \
    X(MEMORY_SWAPS, WARN, "不能锁定内存，密钥可能换出到磁盘。",                           \
      "Memory cannot be locked: a key might be swapped to disk.",                         \
      "调高 memlock 限额（服务里是 LimitMEMLOCK=），或关闭交换区。",                      \
      "Raise the memlock limit (LimitMEMLOCK= in the unit) or turn off swap.")            \
    X(CHANCE_GOOD, OK, "系统随机数已就绪。",                                              \
      "The system's random numbers are ready.", "", "")                                   \
    X(CHANCE_NONE, FAIL, "系统随机数还没有就绪。",                                        \
      "The system's random numbers are not ready.",                                       \
      "等一分钟再试；虚拟机请加 virtio-rng。",                                            \
      "Wait a minute; give a virtual machine a virtio-rng device.")                       \
    X(CERTIFICATE_GOOD, OK, "证书有效期至 {1}，与私钥相符。",                             \
      "The certificate is valid until {1} and goes with its key.", "", "")                \
    X(CERTIFICATE_SOON, WARN, "证书 {1} 到期，不到 {2} 天。",                             \
      "The certificate ends on {1}, in less than {2} days.",                              \
      "现在就续期，再 systemctl reload ballotd。",                                        \
      "Renew it now, then systemctl reload ballotd.")                                     \
    X(CERTIFICATE_OVER, FAIL, "证书已过期（{1}）。",                                      \
      "The certificate ended on {1}.", "续期，或校准时钟。",                              \
      "Renew it, or set the clock right.")                                                \
    X(CERTIFICATE_BAD, FAIL, "证书或私钥不可用（{1}）。",                                 \
      "The certificate or its key cannot be used ({1}).",                                 \
      "两个文件都应是 PEM，且私钥与证书相配。",                                           \
      "Both should be PEM files, and the key that of the certificate.")                   \
    X(CERTIFICATE_OPEN, FAIL, "证书的私钥 {1} 可被任何人读取。",                          \
      "Everybody may read the certificate's key {1}.",                                    \
      "chmod 600 {1}，并更换证书。",                                                      \
      "chmod 600 {1}, and get a new certificate.")                                        \
    X(PORT_FREE, OK, "{1} 空闲，ballotd 可以使用。",                                      \
      "{1} is free for ballotd.", "", "")                                                 \
    X(PORT_ANSWERS, OK, "{1} 上的 ballotd 运行正常。",                                    \
      "ballotd answers on {1} and is well.", "", "")                                      \
    X(PORT_TLS, OK, "{1} 上有 TLS 服务；用 --log https://域名 检查它。",                  \
      "Something speaks TLS on {1}; check it with --log https://NAME.", "",               \
      "")                                                                                 \
    X(PORT_STOPPED, FAIL, "{1} 上的 ballotd 在运行，但日志不接收内容。",                  \
      "ballotd answers on {1}, but its log takes nothing in.",                            \
      "看 journalctl -u ballotd 里的 log-stopped。",                                      \
      "Look for log-stopped in journalctl -u ballotd.")                                   \
    X(PORT_TAKEN, FAIL, "{1} 已被别的程序占用。",                                         \
      "{1} is taken by another program.",                                                 \
      "ss -ltnp 可以看到是谁；或换一个端口。",                                            \
      "ss -ltnp shows by whom; or choose another port.")                                  \
    X(PORT_ADDRESS, FAIL, "{1} 不是本机的地址。",                                         \
      "{1} is not an address of this machine.",                                           \
      "ip address 列出本机地址；或监听 [::]。",                                           \
      "ip address lists those there are; or listen on [::].")                             \
    X(PORT_LOW, WARN, "{1}：1024 以下的端口需要权限。",                                   \
      "{1}: a port below 1024 needs a right that the service does not have.",             \
      "用 8443 端口或前置代理；docs/operations.md 说明了 443 的做法。",                   \
      "Use port 8443 or a proxy; docs/operations.md says how to have 443.")               \
    X(SERVER_WELL, OK, "服务器 {1} 运行正常。", "The server {1} is well.", "",            \
      "")                                                                                 \
    X(SERVER_STOPPED, FAIL, "服务器 {1} 在运行，但日志不接收内容。",                      \
      "The server {1} answers, but its log takes nothing in.",                            \
      "在服务器上看 journalctl -u ballotd 里的 log-stopped。",                            \
      "Look for log-stopped in its journal: journalctl -u ballotd.")                      \
    X(SERVER_SILENT, FAIL, "{1} 没有正常答复：{2}",                                       \
      "No good answer from {1}: {2}",                                                     \
      "检查地址、网络和防火墙，并确认 ballotd 在运行。",                                  \
      "Check address, network and firewall, and that ballotd runs.")                      \
    X(SERVER_PLAIN, WARN, "{1} 不加密：网络里的任何人都能看到并改动页面。",               \
      "{1} is plain http: anyone on the network can read and change pages.",              \
      "正式投票前设置证书。", "Set a certificate before a real vote.")                    \
    X(SERVER_CLOCK_GOOD, OK, "服务器与本机时钟相差 {1} 秒。",                             \
      "The server's clock and this one differ by {1} s.", "", "")                         \
    X(SERVER_CLOCK_OFF, WARN, "服务器与本机时钟相差 {1} 秒。",                            \
      "The server's clock and this one differ by {1} s.", "给两台机器校时。",             \
      "Set both clocks right.")                                                           \
    X(SERVER_CLOCK_BAD, FAIL,                                                             \
      "服务器与本机时钟相差 {1} 秒，手机的请求会被拒绝。",                                \
      "The server's clock and this one differ by {1} s: phones would be "                 \
      "refused.",                                                                         \
      "给服务器校时。", "Set the server's clock right.")                                  \
    X(HALL_GOOD, OK, "{1} 台设备同时请求：中位 {2} 毫秒，95% 在 {3} 毫秒内。",            \
      "{1} devices at once: half within {2} ms, 95 % within {3} ms.", "", "")             \
    X(HALL_SLOW, WARN,                                                                    \
      "{1} 台设备同时请求：中位 {2} 毫秒，95% 在 {3} 毫秒内。",                           \
      "{1} devices at once: half within {2} ms, 95 % within {3} ms.",                     \
      "投票会等几秒。换 5 GHz、靠近接入点，或增设接入点。",                               \
      "A vote would take seconds: use 5 GHz, go nearer, or add access "                   \
      "points.")                                                                          \
    X(HALL_BAD, FAIL,                                                                     \
      "{1} 台设备同时请求：中位 {2} 毫秒，95% 在 {3} 毫秒内。",                           \
      "{1} devices at once: half within {2} ms, 95 % within {3} ms.",                     \
      "这个网络不能用来投票。请网管处理，或让大家用手机流量。",                           \
      "Do not vote over this network: have it mended, or use mobile data.")               \
    X(HALL_LOSS_NONE, OK, "{1} 次请求全部得到答复。",                                     \
      "All {1} requests were answered.", "", "")                                          \
    X(HALL_LOSS_SOME, WARN, "{1} 次请求中有 {2} 次没有答复（{3}）。",                     \
      "Of {1} requests {2} got no answer ({3}).",                                         \
      "手机会自动重发，不会丢票；会前再测一次。",                                         \
      "Phones send again by themselves and no vote is lost; measure again "               \
      "before the day.")                                                                  \
    X(HALL_LOSS, FAIL, "{1} 次请求中有 {2} 次没有答复（{3}）。",                          \
      "Of {1} requests {2} got no answer ({3}).", "这个网络不能用来投票。",               \
      "Do not vote over this network.")                                                   \
    X(HALL_STREAM_HELD, OK, "事件流保持了 {1} 秒没有断。",                                \
      "The event stream held for {1} s.", "", "")                                         \
    X(HALL_STREAM_CUT, WARN, "事件流在 {1} 秒内断开（{2}）。",                            \
      "The event stream broke within {1} s ({2}).",                                       \
      "手机会改为轮询，切换会慢几秒；检查代理是否缓冲 /live。",                           \
      "Phones fall back to polling and switch some seconds later; see that "              \
      "no "                                                                               \
      "proxy buffers /live.")                                                             \
    X(HALL_PHONES, OK, "据此推算，{1} 部手机同时投票约需 {2} 秒。",                       \
      "From this, {1} phones voting at once would take about {2} s.", "", "")             \
    X(HALL_PHONES_LONG, WARN, "据此推算，{1} 部手机同时投票约需 {2} 秒。",                \
      "From this, {1} phones voting at once would take about {2} s.",                     \
      "请主持人留出时间；或增设接入点。",                                                 \
      "Let the chair allow for it, or add access points.")                                \
    X(HALL_RADIO, OK,                                                                     \
      "这是一台设备的无线；请查接入点允许的终端数是否够 {1} 部。",                        \
      "This was one device's radio: see that the access points allow {1} of "             \
      "them.",                                                                            \
      "", "")                                                                             \
    X(NO_MEMORY, FAIL, "内存不足。", "Out of memory.", "关掉其他程序。",                  \
      "Close other programs.")

#define DOCTOR_WORDS_NAME(name, verdict, zh, en, out_zh, out_en) SAY_##name,
enum doctor_words { DOCTOR_WORDS(DOCTOR_WORDS_NAME) SAY_COUNT_ };
#undef DOCTOR_WORDS_NAME

enum doctor_verdict doctor_words_verdict(enum doctor_words words);

/* The sentence and the way out ("" if all is well), with open places. */
const char *doctor_words_sentence(enum doctor_words words, enum lang lang);
const char *doctor_words_way_out(enum doctor_words words, enum lang lang);

/* "FILE_OPEN", for programs. Never NULL. */
const char *doctor_words_code(enum doctor_words words);

/* "ok", "warn", "fail". */
const char *doctor_verdict_code(enum doctor_verdict verdict);

#endif
