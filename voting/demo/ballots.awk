# Turns the sample's ballots into one line a seat: SEAT CHOICE,CHOICE,...
#
#   awk -v rows="P1 P3" -v key=list -f ballots.awk sample/ballots.json
#
# rows   the ids of the paper's rows, in its order
# paper  where ballots are maps of all rows (elections), the paper's id
#
# Who cast which is nobody's business: the sample does not say, and here each
# row's choices are dealt to the seats present in a fixed pseudo-random order
# (Park and Miller, 1988). A map stays whole, since it is one ballot. A seat
# whose own row it is (recusal, "R036" on an appraisal) gets none, and its other
# choices stand as ROW=CHOICE.

BEGIN {
    seed = 20260313
    absent[15] = absent[40] = 1
    for (n = 1; n <= 40; n++)
        if (!(n in absent))
            seat[++seats] = n
    row_count = split(rows, row, " ")
}

/^  "[A-Z]/ { match($0, /"[^"]*"/); item = substr($0, RSTART + 1, RLENGTH - 2); list = item }
/^   "[A-Z][0-9]+": \[/ { match($0, /"[^"]*"/); list = item "/" substr($0, RSTART + 1, RLENGTH - 2) }
/"choice": / {
    split($0, word, "\"")
    choice[list, ++count[list]] = word[4]
}
/"choices": / { maps[item]++ }
/^ +"[A-Z][0-9]+": "/ {
    split($0, word, "\"")
    marked[item, maps[item], word[2]] = word[4]
}

# A write-in stands in a list of its own behind the map; the paper's blank line
# takes it.
/^ +"[A-Z][0-9]+",?$/ {
    split($0, word, "\"")
    marked[item, maps[item], word[2]] = "for"
}

function random(below) {
    seed = (16807 * seed) % 2147483647
    return seed % below
}

# A fixed permutation of 1..n in order[].
function shuffle(n,    i, j, kept) {
    for (i = 1; i <= n; i++)
        order[i] = i
    for (i = n; i > 1; i--) {
        j = 1 + random(i)
        kept = order[i]; order[i] = order[j]; order[j] = kept
    }
}

function recused(n, id) { return appraisal && substr(id, 1, 1) == "R" && substr(id, 2) + 0 == n }

# Deals one row's choices to the seats that may vote on it.
function deal(name, id,    i, n, dealt) {
    n = 0
    for (i = 1; i <= seats; i++)
        if (!recused(seat[i], id))
            who[++n] = seat[i]
    shuffle(n)
    for (i = 1; i <= count[name]; i++) {
        dealt = who[order[i]]
        line[dealt] = line[dealt] (line[dealt] ? "," : "") id "=" choice[name, i]
    }
}

function deal_maps(    i, k, mark, text) {
    shuffle(seats)
    for (i = 1; i <= maps[paper]; i++) {
        text = ""
        for (k = 1; k <= row_count; k++) {
            mark = marked[paper, i, row[k]]
            text = text (k > 1 ? "," : "") row[k] "=" (mark ? mark : "abstain")
        }
        line[seat[order[i]]] = text
    }
}

END {
    if (maps[paper]) {
        deal_maps()
    } else {
        for (k = 1; k <= row_count; k++) {
            appraisal = ((paper "/" row[k]) in count)
            deal(appraisal ? paper "/" row[k] : row[k], row[k])
        }
    }
    for (i = 1; i <= seats; i++)
        if (line[seat[i]])
            printf "seat/%03d %s\n", seat[i], line[seat[i]]
}
