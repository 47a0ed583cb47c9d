"""Papers and how they are opened (paper, open, announce of 3.4).

How the functions are built is said in ceremony.py.
"""

from ballots import Form
from events import Refused
from log import Malformed
from rules import WORD, Buckets, check_fits, following_rule, parse_rule
import signers
from state import Paper, Round, Voter

BALLOT_MAX = 48000
ENDED_UNCOUNTED = ("void", "uncountable")


def paper(state, event):
    signers.refuse_unless(signers.is_chair(state, event))
    check_rows(event)
    check_options(event["options"])
    rules = [read_rule(event, text) for text in event["rule"]]
    row_count = event["rows"]
    if event["kind"] == "election":
        if len(rules) != 1:
            raise Refused("paper-rule")
        if event["cap"] != rules[0].seats:
            raise Refused("paper-cap")
    if event["cap"] > row_count:
        raise Refused("paper-cap")
    if event["ballot"] == "secret":
        form = Form(None, None, len(event["options"]), event["cap"], range(1, row_count + 1))
        if form.length() > BALLOT_MAX:
            raise Refused("paper-too-large")
    check_recusals(event)
    check_hands(event)
    check_place(state, event)
    check_follows(state, event, rules)
    yield
    new = state.papers[event.index] = Paper(event, rules)
    versions = state.versions.setdefault(event["paper"], [])
    if versions:
        versions[-1].replaced = True
    versions.append(new)


def check_rows(event):
    names = [row[0] for row in event["row"]]
    numbers = [row[1] for row in event["row"]]
    if not names or not event["rules"] or len(set(names)) != len(names):
        raise Refused("paper-rows")
    highest = 0
    for number in numbers:
        if not 1 <= number <= highest + 1:
            raise Refused("paper-rows")
        highest = max(highest, number)
    if highest != event["rules"]:
        raise Refused("paper-rows")


def check_options(options):
    if not 2 <= len(options) <= 8 or not all(WORD.fullmatch(option) for option in options):
        raise Refused("paper-options")
    if "abstain" in options[:-1]:
        raise Refused("paper-options")


def read_rule(event, text):
    try:
        rule = parse_rule(text)
    except Malformed as error:
        raise Refused("paper-rule") from error
    if rule.kind != event["kind"]:
        raise Refused("paper-rule")
    check_fits(rule, event["options"], event["rows"])
    return rule


def check_recusals(event):
    recusals = event["recusal"]
    if any(not 1 <= row <= event["rows"] or post.kind != "seat" for row, post in recusals) or any(
            low >= high for low, high in zip(recusals, recusals[1:])):
        raise Refused("paper-recusals")


def check_hands(event):
    if event["ballot"] == "hands" and (
            event["kind"] != "motion" or event["cap"] != 0 or event["counts"] != "first"
            or event["filter"] is not None or event["recusal"]):
        raise Refused("paper-hands")
    if event["settles"] != "nothing" and (
            event["kind"] != "motion" or event["ballot"] == "secret" or event["practice"]
            or event["filter"] is not None or event["power"] != "adopt"):
        raise Refused("paper-hands")


def check_place(state, event):
    state.unfinished_session(event["session"])
    versions = state.versions.get(event["paper"], [])
    if any(version.round for version in versions):
        raise Refused("paper-exists")
    if event["version"] != len(versions) + 1:
        raise Refused("paper-version")
    voters = {seat.post for seat in state.roll()}
    if any(post not in voters for _, post in event["recusal"]):
        raise Refused("paper-recusals")


def check_follows(state, event, rules):
    if event["follows"] == "nothing":
        return
    state.check_ref(event, event["followed"], "open")
    found = state.rounds[event["followed"].index]
    if found.paper["practice"] != event["practice"]:
        raise Refused("paper-follows")
    fits = {
        "void": lambda: found.stage in ENDED_UNCOUNTED,
        "supersede": lambda: found.stage == "published",
        "tie": lambda: follows_election(event, rules, found, "revote"),
        "shortfall": lambda: follows_election(event, rules, found, "runoff"),
    }
    if not fits[event["follows"]]():
        raise Refused("paper-follows")


def follows_election(event, rules, found, step):
    """Whether the paper is the revote or run-off that a counted election asks for."""
    if found.counts is None or found.paper["kind"] != "election" or any(
            event[field] != found.paper[field] for field in ("kind", "ballot", "filter")):
        return False
    election = found.verdict
    if election.next_step != step:
        return False
    names = {row[0] for row in event["row"]}
    candidates = {found.paper.rows[row][0] for row in election.rows_with("tied" if step == "revote" else "below")}
    right_rows = names == candidates if step == "revote" else names <= candidates
    return right_rows and rules[0].text == following_rule(found.paper.rules[0], election)


# ---- Opening -----------------------------------------------------------------------------


def open_(state, event):
    signers.refuse_unless(signers.is_chair(state, event))
    state.check_ref(event, event["paper"], "paper")
    opened = state.papers[event["paper"].index]
    if opened.replaced or opened.round:
        raise Refused("open-already")
    session = state.running_session(opened["session"])
    check_other_rounds(state, opened)
    if event["roll"] != state.paper_roll_hash(opened):
        raise Refused("roll-hash")
    roll = state.paper_roll(opened)
    check_quorum(opened, roll)
    notice = 86400 * max(rule.notice() for rule in opened.rules)
    if not opened["practice"] and event["short-notice"] is None and event.time < opened.time + notice:
        raise Refused("short-notice")
    ceremony = None
    if opened["ballot"] == "secret":
        ceremony = check_key(event, session)
        check_procedure(state, opened, session)
    elif event["key"] is not None:
        raise Refused("key-other")
    yield
    opened.round = state.rounds[event.index] = Round(event, opened, ceremony)
    for held in roll:
        barred = not opened.row_numbers(held.post)
        opened.round.voters[held.post] = Voter(held.present, held.present and held.key is not None, barred)


def check_other_rounds(state, opened):
    if len(state.open_rounds()) >= 16:
        raise Refused("open-many")
    place = place_of(state, opened)
    for other in state.rounds.values():
        if place is not None and other.stage not in ENDED_UNCOUNTED and place_of(state, other.paper) is place:
            raise Refused("followed-twice")


def place_of(state, follower):
    """The round whose place a paper takes, or None."""
    if follower["follows"] == "nothing":
        return None
    found = state.rounds[follower["followed"].index]
    if found.stage in ENDED_UNCOUNTED and found.paper["follows"] != "nothing":
        return place_of(state, found.paper)
    return found


def check_quorum(opened, roll):
    """Check 3 of open: rolls of the rows, and those quorum clauses that measure who is present."""
    for row in range(1, len(opened.rows) + 1):
        seats = [seat for seat in roll if (row, seat.post) not in opened.recused]
        if len(seats) < (5 if opened["ballot"] == "secret" else 1):
            raise Refused("roll-small")
        here = sum(seat.present for seat in seats)
        buckets = Buckets(len(seats), here, here, 0, {})
        clauses = [clause for clause in opened.rule_of(row).quorum if clause.measure == ["present"]]
        if not opened["practice"] and not all(clause.holds(buckets) for clause in clauses):
            raise Refused("no-quorum")


def check_key(event, session):
    ceremony = session.ceremony
    if event["key"] is None or ceremony is None or ceremony.stage != "ready":
        raise Refused("key-not-ready")
    if event["key"] != (ceremony.transcript, ceremony.key_bytes):
        raise Refused("key-other")
    if any(accept.index >= event.seen for accept in ceremony.accepts.values()):
        raise Refused("seen-too-old")
    return ceremony


def check_procedure(state, opened, session):
    if opened["practice"]:
        return
    if session.settled != {"agenda", "scrutineers", "measures"}:
        raise Refused("procedure")
    present = sum(seat.present for seat in state.roll())
    if session.headcount is None or present > session.headcount:
        raise Refused("headcount")


def announce(state, event):
    signers.refuse_unless(signers.is_chair(state, event))
    found = state.find_round(event, "open")
    yield
    found.last_call = event.time if event["announce"] == "last-call" else None
