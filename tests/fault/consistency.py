"""Consistency proofs of RFC 9162, section 2.1.4.2."""

from log import node_hash


def holds(old, old_root, new, new_root, path):
    """Whether the proof shows that the tree of `old` leaves is a beginning of that of `new`."""
    if not 0 < old <= new or (old == new) != (not path):
        return False
    if old == new:
        return old_root == new_root
    path = list(path)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for step in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(step, fr), node_hash(step, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, step)
        fn, sn = fn >> 1, sn >> 1
    return fr == old_root and sr == new_root and sn == 0
