"""The organisation's own policies and standing orders, from the first draft to the next review.

    DRAFT --approve--> APPROVED --publish--> IN FORCE --(a later version is published)--> RETIRED

A version is written by its author, commented on by those it concerns (and each of them is answered), approved by
senior management and launched on a day. That day starts two clocks: the next review, and the audit of whether the
policy is followed. Staff attest to the version in force. OPCC header, 1.5, 5.2; WMFS 1.0 to 1.2, 2.3.
"""
