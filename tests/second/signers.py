"""Who signs what (3.2). Step 4 of 3.3 has seen to it that every line is by a current key."""

from events import Refused


def lines(event):
    return [signer.post for signer in event.signers]


def refuse_unless(condition):
    if not condition:
        raise Refused("wrong-signers")


def no_invitations(event):
    return not any(signer.invitation for signer in event.signers)


def acts_as_scrutineer(state, post):
    """Once a running session has had a key ready, its trustees are the scrutineers."""
    if state.running and state.running.acting:
        return post in state.running.acting.trustees
    return post.kind == "scrutineer"


def ascending(posts):
    return all(post.kind == "scrutineer" for post in posts) and all(
        low.number < high.number for low, high in zip(posts, posts[1:]))


def is_chair(state, event, scrutineers=0, any_scrutineers=False):
    """The presiding chair, then k scrutineers."""
    first, *others = lines(event)
    return first == state.presiding and len(others) == scrutineers and ascending(others) and (
        any_scrutineers or all(acts_as_scrutineer(state, post) for post in others))


def is_key_start(state, event, acting):
    """The presiding chair; once the session's box was locked, with as many who locked it as open it."""
    if acting is None:
        return is_chair(state, event)
    first, *others = lines(event)
    return first == state.presiding and len(others) == acting.threshold and ascending(others) and all(
        post in acting.trustees for post in others)


def is_scrutineers(state, event, count):
    posts = lines(event)
    return len(posts) == count and ascending(posts) and all(acts_as_scrutineer(state, post) for post in posts)


def is_chair_and_desk(state, event):
    posts = lines(event)
    return len(posts) == 2 and posts[0] == state.presiding and posts[1].kind == "desk"


def is_one(event, *kinds):
    posts = lines(event)
    return len(posts) == 1 and posts[0].kind in kinds


def is_self(event, post):
    return lines(event) == [post]


def is_second_line(state, posts):
    """Two lines, the second another post; one a scrutineer's if any is enrolled."""
    if len(posts) != 2 or posts[0] == posts[1] or posts[1].kind not in ("chair", "desk", "scrutineer"):
        return False
    if state.scrutineer_count() == 0:
        return True
    return acts_as_scrutineer(state, posts[1])


def is_registrar(state, event, subject, desk_allowed=True):
    posts = lines(event)
    desk = desk_allowed and subject.kind in ("seat", "observer") and posts[0].kind == "desk"
    if posts[0] != state.presiding and not desk:
        return False
    return len(posts) == 1 if state.running is None else is_second_line(state, posts)


def is_desk_pair(state, event):
    posts = lines(event)
    return posts[0].kind == "desk" and is_second_line(state, posts)


def is_deputy(state, event, post):
    count = state.running.acting.threshold if state.running and state.running.acting else 2
    first, *others = lines(event)
    return first == post and post.kind == "chair" and len(others) == count and ascending(others) and all(
        acts_as_scrutineer(state, other) for other in others)


def one_scrutineer(event):
    """The only signer, who is a scrutineer."""
    refuse_unless(is_one(event, "scrutineer"))
    return lines(event)[0]
