"""From the first cast to the end of the vote (cast .. uncountable of 3.4).

How the functions are built is said in ceremony.py.
"""

import ballots
from events import Refused, post_text
import signers

SHEETS_MAX = 48000


def form_of(found, post=None):
    """The form of a seat's ballot in a round, or of a sheet."""
    paper = found.paper
    key = found.ceremony.key_bytes if found.ceremony else None
    return ballots.Form(found.hash, key, len(paper.options), paper["cap"], paper.row_numbers(post))


def check_not_copied(found, randomness):
    if any(r[:16] in found.accepted for r in randomness):
        raise Refused("ballot-copy")


def accept(found, randomness):
    found.accepted.update(r[:16] for r in randomness)


def cast(state, event):
    signers.refuse_unless(signers.is_one(event, "seat"))
    post = signers.lines(event)[0]
    found = state.find_round(event, "open")
    voter, held = found.voters.get(post), state.posts[post]
    if voter is None or voter.barred:
        raise Refused("not-on-roll")
    check_turn(state, event, found, voter, held)
    form = form_of(found, post)
    if (event["kind"] == "sealed") != found.secret() or found.paper["ballot"] == "hands":
        raise Refused("ballot-kind")
    if event["kind"] == "marks":
        check_marks(event["marks"], form)
        ballot = event["marks"]
        yield
    else:
        if len(event["ballot"]) != form.length():
            raise Refused("ballot-length")
        ballot = ballots.Ballot(form, event["ballot"])
        check_not_copied(found, ballot.randomness())
        yield
        previous = event["previous"].hash if event["previous"] else ballots.NO_CAST
        name = f"{state.origin}/{post_text(post)}"
        ballots.check_ballot(
            ballot, ballots.Voter(held.key, name, event["attempt"], previous), found.ceremony.key)
        accept(found, ballot.randomness())
    voter.casts.append(event.index)
    voter.ballot, voter.enrolled_by = ballot, held.enrolled_by


def check_in_hall(state, found, voter):
    """The seat was present in the round, and if it came late it has been counted (4.11)."""
    if not voter.present:
        raise Refused("vote-not-present")
    if voter.at_open or not found.secret() or found.paper["practice"]:
        return
    here = 0
    for seat in state.roll():
        other = found.voters.get(seat.post)
        here += bool(seat.present or other and (other.casts or other.sheet))
    if here > state.running.headcount:
        raise Refused("headcount")


def check_turn(state, event, found, voter, held):
    check_in_hall(state, found, voter)
    if voter.sheet:
        raise Refused("has-sheet")
    previous = event["previous"]
    if voter.casts:
        if found.paper["counts"] == "first":
            raise Refused("voted")
        if voter.enrolled_by != held.enrolled_by:
            raise Refused("voted-old-card")
        if len(voter.casts) == 8:
            raise Refused("attempts-many")
    last = voter.casts[-1] if voter.casts else None
    if event["attempt"] != len(voter.casts) + 1 or (previous and previous.index) != last:
        raise Refused("attempt")
    if previous:
        state.check_ref(event, previous)


def check_marks(marks, form):
    if len(marks) != len(form.rows):
        raise Refused("ballot-length")
    if any(not 1 <= mark <= form.options for mark in marks) or form.cap and marks.count(1) > form.cap:
        raise Refused("ballot-marks")


def hands(state, event):
    signers.refuse_unless(
        signers.is_scrutineers(state, event, 2) if state.scrutineer_count() >= 2 else signers.is_chair_and_desk(state, event))
    found = state.find_round(event, "open")
    if found.paper["ballot"] != "hands":
        raise Refused("ballot-kind")
    if found.hands is not None:
        raise Refused("hands")
    if event["rows"] != len(found.paper.rows) or event["options"] != len(found.paper.options):
        raise Refused("result-form")
    present = sum(voter.present for voter in found.voters.values())
    if any(sum(row) > present for row in event["row"]):
        raise Refused("hands")
    yield
    found.hands = event["row"]


def desk_issue(state, event):
    signers.refuse_unless(signers.is_scrutineers(state, event, 2))
    found = state.find_round(event, "open")
    if not found.secret():
        raise Refused("ballot-kind")
    if 3 * form_of(found).length() > SHEETS_MAX:
        raise Refused("sheets-few")
    voter = found.voters.get(event["seat"])
    if voter is None:
        raise Refused("not-on-roll")
    check_in_hall(state, found, voter)
    if voter.sheet:
        raise Refused("has-sheet")
    if voter.casts:
        raise Refused("sheet-voted")
    if any(post == event["seat"] for _, post in found.paper.recused):
        raise Refused("sheet-recused")
    yield
    voter.sheet = voter.issued = True


def desk_ballots(state, event):
    signers.refuse_unless(signers.is_scrutineers(state, event, 2))
    found = state.find_round(event, "open")
    if not found.secret():
        raise Refused("ballot-kind")
    if event["first"] != found.sheets_returned() + 1:
        raise Refused("sheets-serial")
    if event["sheets"] in (1, 2) or event["sheets"] + event["spoiled"] == 0:
        raise Refused("sheets-few")
    issued = sum(voter.sheet for voter in found.voters.values())
    if found.sheets_returned() + found.spoiled + event["sheets"] + event["spoiled"] > issued:
        raise Refused("sheets-many")
    form = form_of(found)
    if any(len(sheet) != form.length() for sheet in event["sheet"]):
        raise Refused("ballot-length")
    sheets = [ballots.Ballot(form, sheet) for sheet in event["sheet"]]
    randomness = [r for sheet in sheets for r in sheet.randomness()]
    if len({r[:16] for r in randomness}) != len(randomness):
        raise Refused("ballot-copy")
    check_not_copied(found, randomness)
    yield
    for number, sheet in enumerate(sheets, event["first"]):
        ballots.check_ballot(sheet, ballots.sheet_voter(found.paper["paper"], number), found.ceremony.key)
    accept(found, randomness)
    found.sheets += sheets
    found.spoiled += event["spoiled"]


# ---- Ends -------------------------------------------------------------------------------------


def close(state, event):
    signers.refuse_unless(signers.is_chair(state, event))
    found = state.find_round(event, "open")
    if found.paper["ballot"] == "hands":
        if found.hands is None:
            raise Refused("hands-missing")
    elif not (found.last_call and 10 <= event.time - found.last_call <= 300 or found.all_have_voted()):
        raise Refused("close-early")
    yield
    found.stage, found.close = "closed", event
    found.sums = ballots.sums_to_open(found, form_of(found)) if found.secret() else []


def void(state, event):
    found = state.find_round(event, "open", "closed")
    if found.secret():
        right = signers.is_chair(state, event, found.ceremony.threshold)
    elif state.scrutineer_count() >= 2:
        right = signers.is_chair(state, event, 2)
    else:
        right = signers.is_chair_and_desk(state, event)
    signers.refuse_unless(right)
    if found.shares:
        raise Refused("share-logged")
    yield
    found.stage = "void"


def uncountable(state, event):
    signers.refuse_unless(signers.is_chair(state, event, 2, any_scrutineers=True))
    found = state.find_round(event, "closed")
    able = sum(index in found.shares or not state.posts[post].retired
               for index, post in enumerate(found.ceremony.trustees, 1)) if found.ceremony else 0
    if not found.sums or able >= found.ceremony.threshold:
        raise Refused("countable")
    yield
    found.stage = "uncountable"
