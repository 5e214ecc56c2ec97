/* SPDX-FileCopyrightText: 2026 The RedGuard authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * How a lock passes from one client to the next: the scripts of the server, one atomic step each, and
 * the clients that send, wait, hold, lose, cancel and fall over. README.md says what is left out and
 * what each switch (-DM1, -DX1, -DREACH_LAPSE, ...) does.
 *
 * Every time is what is left of it: a tick takes one from all of them at once. So time never ends and
 * the states stay finite. Clocks are exact; what the drift takes off a deadline is a matter of
 * arithmetic and tested elsewhere.
 */
#ifndef N
#define N 2
#endif
#ifndef TTL
#define TTL 3
#endif
#ifndef GRANT
#define GRANT 2 /* the grant lease */
#endif
#ifndef CHECK
#define CHECK TTL /* the check interval of a waiter */
#endif
#ifndef FAULTS
#define FAULTS 1 /* cuts, crashes and pauses in all */
#endif
/* TIMELY: messages take less than a tick, unless a fault has them, and waiters ask when their timer
 * says so. Without it a message takes as long as it likes and a waiter may ask at any time.
 * ONCE: one request for each client.
 * LIVE: as TIMELY, for the temporal properties: a hold is extended once and has to end. */
#ifdef LIVE
#define TIMELY
#endif

#define NOBODY N
#define NEVER 7

#ifdef REACH
#define REACHED(what) if :: REACH == what -> assert(was_reached) :: else fi
#else
#define REACHED(what) skip
#endif
#define HOLD_BY_GRANT 1   /* a grant that arrived began a hold */
#define HAND_OVER 2       /* a release granted to a waiter */
#define LAPSE 3           /* a grant was read when it had run out, and the place is lost */
#define CONFIRM 4         /* a grant was read with too little left, and is to be extended first */
#define GHOST_REFUSED 5   /* a copy from a dead connection met its tombstone */
#define GHOST_TOOK 6      /* a copy from a dead connection took the lock for one that still wants it */
#define TOO_LATE 7        /* an acquire came to the server after its notAfter */
#define KEPT_PLACE 8      /* a waiter that was dropped came back in front of another */
#define DROP 9            /* an unreachable waiter lost its entry */
#define HALF_OPEN 10      /* a grant went to a connection that is dead and looks alive */
#define LOSS 11           /* a hold ran out */
#define STALE_RELEASE 12  /* a release came when another client held */
#define STALE_RENEW 13    /* a renewal came when another client held */
#define GRANT_OF_GONE 14  /* a grant was pending for a request that was given up */
#define BOTH 15           /* reply and push of one grant both arrived */
#define CLAIM 16          /* a waiter's own look found the lock lapsed and settled it */
#define LATE_REPLY 17     /* a yes came when its deadline had passed */
#define HEAD_TOLD 18      /* a new head was told */
#define GHOST_NO_MOVE 19  /* a copy from a dead connection found its token queued and left it alone */
#define RESTARTED 20      /* a grant after a restart */

mtype = { Idle, Waiting, Held, Leaving, Dead };
/* One command of a client is under way at a time: as a request, then as its reply. */
mtype = { Nothing, Acquire, Renew, Release,
          IsHeld, IsQueued, IsTooLate, IsExtended, IsRefused, IsReleased };

typedef Party {
    /* the client */
    mtype phase;
    mtype wire;
    unsigned hold : 3;    /* until its own deadline */
    unsigned proven : 3;  /* of the ttl, counted from the sending of what is on the wire */
    unsigned knows : 1;   /* its ticket: asks for the place that it had */
    unsigned up : 1;      /* a connection works; a new one has a new channel */
    unsigned newest : 1;  /* the fence of its hold is the newest that was given out */
    unsigned over : 1;    /* this hold has ended once */
#ifdef TIMELY
    unsigned look : 3;    /* until it asks again */
    unsigned late : 1;    /* a yes was read too late once */
#endif
#ifdef ONCE
    unsigned asked_once : 1;
#endif
#ifdef PAUSES
    unsigned paused : 1;
#endif
#ifdef LIVE
    unsigned renewed : 1; /* in this hold */
    unsigned rest : 1;    /* one request a tick, or time would stand still */
#endif
    /* on the way to it */
    unsigned push : 3;       /* 0 none, else one more than what is left of the grant */
    unsigned push_newest : 1;
    unsigned wire_newest : 1;
#ifdef TIMELY
    unsigned lease_end : 3;  /* in the reply */
#endif
    /* on the server */
    unsigned queued : 1;
    unsigned joined : 1;     /* asked on this very connection and was queued: a live waiter, whatever became of the entry */
    unsigned ticket : 3;     /* rank among the tickets given out, 0 none */
    unsigned channel : 1;    /* the entry has the channel of the present connection */
    unsigned half_open : 1;  /* the server has yet to find out about a dead connection */
    /* an acquire in a dead connection that may still arrive, and what keeps it out */
    unsigned ghost : 1;
    unsigned ghost_left : 3; /* until its notAfter */
    unsigned ghost_old : 1;  /* its token was given back since */
    unsigned tombstone : 3;
#ifdef M12
    unsigned has_held : 1;
#endif
#ifdef M6
    unsigned asked : 1;
    unsigned twins : 2;
#endif
#ifdef X8
    unsigned first_ticket : 3;
#endif
};

Party s[N];
byte owner = NOBODY, lease;
bit confirmed; /* the owner's lease is more than a grant lease */
bit ended;     /* the grant with the newest fence has ended */
byte faults = FAULTS;

#ifdef RESTARTS
byte clock, fence, highest; /* the server's TIME moves between any two scripts */
bit restarted;
#endif

/* Breadth first search knows no hidden variables. */
#ifdef BREADTH_FIRST
#define SCRATCH byte
#else
#define SCRATCH hidden byte
#endif

/* The names that a failed assertion is reported with. */
SCRATCH was_reached, I1_exclusion, I2_containment, I3_fence, I4_stale, I5_duplicate, I6_lost_is_final,
    I7_grant_lease, I7_left_behind, I7_ghost, I8_order, I8_unreachable, L2_idle_lock;
SCRATCH i, head;
SCRATCH changed, was, was_head, already;

#ifdef X12
#define BELIEVES(c) ((s[c].phase == Held || s[c].phase == Leaving) && s[c].hold > 0)
#else
#define BELIEVES(c) (s[c].phase == Held && s[c].hold > 0)
#endif

#ifdef PAUSES
#define AWAKE(c) (!s[c].paused)
#else
#define AWAKE(c) true
#endif

#ifdef TIMELY
#define LOOK_NOW(c) s[c].look = 0
#ifdef M1
#define LOOK_IN(c, end) s[c].look = NEVER
#else
#define LOOK_IN(c, end) s[c].look = ((end) > CHECK -> CHECK : (end))
#endif
#define IS_DUE(c) (s[c].look == 0)
#else
#define LOOK_NOW(c) skip
#define LOOK_IN(c, end) skip
#define IS_DUE(c) true
#endif

/* PUBSUB NUMSUB of the entry's channel. */
#if defined(M10)
#define REACHABLE(c) (c != 0 && (s[c].channel || s[c].half_open))
#elif defined(X9)
#define REACHABLE(c) true
#else
#define REACHABLE(c) (s[c].channel || s[c].half_open)
#endif

/* The notAfter of an acquire. */
#ifdef X2
#define TOO_OLD(left) false
#else
#define TOO_OLD(left) (left == 0)
#endif

#ifdef X8
#define PLACE(c) s[c].first_ticket
#else
#define PLACE(c) s[c].ticket
#endif

/* ---- The server ---- */

inline give_ticket(c)
{
    drop_ticket(c);
    s[c].ticket = 1;
    for (i : 0 .. N - 1) {
        if :: i != c && s[i].ticket >= s[c].ticket -> s[c].ticket = s[i].ticket + 1 :: else fi
    }
#ifdef X8
    if
    :: s[c].first_ticket == 0 ->
        s[c].first_ticket = 1;
        for (i : 0 .. N - 1) {
            if :: i != c && s[i].first_ticket >= s[c].first_ticket -> s[c].first_ticket = s[i].first_ticket + 1 :: else fi
        }
    :: else
    fi
#endif
}

/* The ranks close up, so that they stay small. */
inline drop_ticket(c)
{
    if
    :: s[c].ticket > 0 ->
        for (i : 0 .. N - 1) {
            if :: s[i].ticket > s[c].ticket -> s[i].ticket-- :: else fi
        }
        s[c].ticket = 0
    :: else
    fi
}

inline forget_place(c)
{
    drop_ticket(c);
#ifdef X8
    if
    :: s[c].first_ticket > 0 ->
        for (i : 0 .. N - 1) {
            if :: s[i].first_ticket > s[c].first_ticket -> s[i].first_ticket-- :: else fi
        }
        s[c].first_ticket = 0
    :: else
    fi
#endif
}

inline find_head()
{
    head = NOBODY;
    for (i : 0 .. N - 1) {
        if
        :: s[i].queued && head == NOBODY -> head = i
        :: s[i].queued && head != NOBODY && s[i].ticket < s[head].ticket -> head = i
        :: else
        fi
    }
}

/* Nobody who waits in front of `c` on a live connection is passed over. */
inline check_order(c, placed)
{
    for (i : 0 .. N - 1) {
        if
        :: i != c && s[i].joined && (!placed || PLACE(i) < PLACE(c)) -> assert(I8_order)
        :: else
        fi
    }
}

inline next_fence()
{
#ifdef RESTARTS
#ifdef M9
    fence = fence + 1;
#else
    fence = (fence + 1 > clock -> fence + 1 : clock);
#endif
    if :: fence <= highest -> assert(I3_fence) :: else fi
    if :: restarted -> REACHED(RESTARTED) :: else fi
    highest = fence;
#endif
    for (i : 0 .. N - 1) {
        s[i].newest = 0;
        s[i].push_newest = 0;
        s[i].wire_newest = 0
    }
    ended = 0
}

inline grant(c)
{
    check_order(c, true);
    if
    :: !s[c].channel && !s[c].half_open -> assert(I8_unreachable)
    :: !s[c].channel && s[c].half_open -> REACHED(HALF_OPEN)
    :: else
    fi
    next_fence();
    owner = c;
#ifdef M5
    lease = TTL;
#else
    lease = GRANT;
#endif
    confirmed = 0;
    s[c].joined = 0;
    if
    :: s[c].channel ->
        s[c].push = GRANT + 1;
        s[c].push_newest = 1;
        if :: s[c].phase == Leaving -> REACHED(GRANT_OF_GONE) :: else fi
    :: else
    fi;
    s[c].channel = 0
}

inline unqueue_unreachable(c)
{
    s[c].queued = 0;
    s[c].channel = 0;
    if :: !s[c].knows -> drop_ticket(c) :: else fi;
    REACHED(DROP)
}

/* Gives what is free to the first who can be told. `changed`: tell the head who it is. */
inline settle()
{
    find_head();
    do
    :: head == NOBODY -> break
    :: head != NOBODY && owner == NOBODY && REACHABLE(head) ->
        s[head].queued = 0;
        grant(head);
        changed = 1;
        find_head()
    :: head != NOBODY && owner == NOBODY && !REACHABLE(head) ->
        unqueue_unreachable(head);
        changed = 1;
        find_head()
    :: head != NOBODY && owner != NOBODY && !changed -> break
    :: head != NOBODY && owner != NOBODY && changed && REACHABLE(head) ->
#if defined(TIMELY) && !defined(X5)
        /* A reply that is under way is older than this; a request that is will bring what is newer. */
        if
        :: s[head].channel && s[head].wire == IsQueued -> s[head].lease_end = lease; REACHED(HEAD_TOLD)
        :: s[head].channel && s[head].wire != IsQueued && s[head].wire != Acquire && s[head].phase == Waiting ->
            LOOK_IN(head, lease);
            REACHED(HEAD_TOLD)
        :: else
        fi;
#endif
        break
    :: head != NOBODY && owner != NOBODY && changed && !REACHABLE(head) ->
        unqueue_unreachable(head);
        find_head()
    od;
    changed = 0;
    head = NOBODY
}

inline enqueue(c, is_ghost, keeps_ticket)
{
    if
    :: s[c].queued ->
        if
        :: !is_ghost -> s[c].channel = 1; s[c].joined = 1
        :: else ->
            REACHED(GHOST_NO_MOVE);
#ifdef X6
            s[c].channel = 0
#endif
        fi
    :: else ->
        s[c].queued = 1;
        s[c].channel = !is_ghost;
        s[c].joined = !is_ghost;
        if :: keeps_ticket && s[c].ticket > 0 -> skip :: else -> give_ticket(c) fi;
        if
        :: keeps_ticket && !is_ghost ->
            for (i : 0 .. N - 1) {
                if :: i != c && s[i].queued && s[i].ticket > s[c].ticket -> REACHED(KEPT_PLACE) :: else fi
            }
        :: else
        fi
    fi
}

#ifdef X8
#define KEEPS_TICKET(c) (s[c].queued)
#else
#define KEEPS_TICKET(c) (s[c].knows && s[c].ticket > 0)
#endif

/* The acquire script. Its outcome: owner == c, or s[c].queued. */
inline acquire(c, is_ghost)
{
#ifdef RESTARTS
    clock++;
#endif
#ifdef M6
    /* Every attempt is another token: what the last one left is somebody else's. */
    if
    :: s[c].asked && (s[c].queued || owner == c) -> s[c].twins = 2
    :: else -> s[c].asked = 1
    fi;
#endif
    already = (owner == c);
    changed = 0;
    if
    :: !already && (KEEPS_TICKET(c) || s[c].queued) -> enqueue(c, is_ghost, KEEPS_TICKET(c))
    :: else
    fi;
#ifndef M8
#ifndef X4
    was = (owner == NOBODY);
    settle();
    if :: was && owner == c && !already -> REACHED(CLAIM) :: else fi;
#endif
#endif
    find_head();
    if
    :: owner == c ->
        lease = TTL;
        confirmed = 1
#ifdef M8
    :: owner == NOBODY ->
#else
    :: owner == NOBODY && head == NOBODY ->
#endif
        if :: is_ghost -> REACHED(GHOST_TOOK) :: else fi;
        check_order(c, false);
        next_fence();
        s[c].queued = 0;
        s[c].channel = 0;
        s[c].joined = 0;
        owner = c;
        lease = TTL;
        confirmed = 1
    :: else ->
        if :: !s[c].queued -> enqueue(c, is_ghost, false) :: else fi
    fi;
    head = NOBODY;
    already = 0;
    was = 0
}

inline answer_acquire(c)
{
    if
    :: owner == c -> s[c].wire = IsHeld; s[c].wire_newest = 1
    :: else ->
        s[c].wire = IsQueued;
        s[c].proven = 0;
#ifdef TIMELY
        s[c].lease_end = (owner == NOBODY -> CHECK : lease)
#endif
    fi
}

/* The release script: what the token holds, and its place. */
inline release(c)
{
#ifdef RESTARTS
    clock++;
#endif
    find_head();
    was_head = (head == c && s[c].queued);
    s[c].queued = 0;
    s[c].channel = 0;
    s[c].joined = 0;
    forget_place(c);
#if defined(M4)
    changed = (owner != NOBODY);
#elif defined(M12)
    changed = (owner == c && s[c].has_held);
#else
    changed = (owner == c);
#endif
    if
    :: changed -> owner = NOBODY; lease = 0; ended = 1; confirmed = 0
    :: else -> if :: owner != NOBODY && owner != c -> REACHED(STALE_RELEASE) :: else fi
    fi;
    /* Nothing else to remember: an acquire that was answered has no copy under way. */
    if
    :: s[c].ghost ->
        s[c].ghost_old = 1;
#if defined(X1)
        skip
#elif defined(X3)
        if :: !changed -> s[c].tombstone = TTL :: else fi
#else
        s[c].tombstone = TTL
#endif
    :: else
    fi;
    was = changed;
    changed = changed || was_head;
#ifndef X7
    settle();
#endif
    if :: was && owner != NOBODY -> REACHED(HAND_OVER) :: else fi;
    changed = 0;
    was = 0;
    was_head = 0;
    head = NOBODY;
    s[c].wire = IsReleased
}

inline renew(c)
{
#ifdef RESTARTS
    clock++;
#endif
    if
    :: owner == c -> lease = TTL; confirmed = 1; s[c].wire = IsExtended
#ifdef M11
    :: owner == NOBODY -> owner = c; lease = TTL; confirmed = 1; s[c].wire = IsExtended
#endif
    :: else ->
        s[c].wire = IsRefused;
        s[c].proven = 0;
        if :: owner != NOBODY -> REACHED(STALE_RENEW) :: else fi
    fi
}

#ifdef RESTARTS
#define RUNNING (clock < 7) /* fences do not repeat, so the run has to end */
#else
#define RUNNING true
#endif

/* What a client sent, executed some time later; and what only the server sees. */
proctype Wire(byte c)
{
    do
    :: d_step {
        RUNNING && s[c].wire == Acquire ->
        if
        :: TOO_OLD(s[c].proven) -> s[c].wire = IsTooLate; REACHED(TOO_LATE)
        :: else -> acquire(c, false); answer_acquire(c)
        fi
       }
    :: d_step { RUNNING && s[c].wire == Renew -> renew(c) }
    :: d_step { RUNNING && s[c].wire == Release -> release(c) }
    :: d_step {
        RUNNING && s[c].ghost ->
        if
        :: TOO_OLD(s[c].ghost_left) -> skip
        :: !TOO_OLD(s[c].ghost_left) && s[c].ghost_old && s[c].tombstone > 0 -> REACHED(GHOST_REFUSED)
        :: !TOO_OLD(s[c].ghost_left) && s[c].ghost_old && s[c].tombstone == 0 -> assert(I7_ghost)
        :: else -> acquire(c, true)
        fi;
        s[c].ghost = 0;
        s[c].ghost_old = 0;
        s[c].ghost_left = 0;
        s[c].tombstone = 0
       }
    :: d_step { s[c].half_open -> s[c].half_open = 0 }
    od
}

/* ---- A client ---- */

inline send(c, what)
{
    s[c].wire = what;
    s[c].proven = (what == Release -> 0 : TTL)
}

inline leave(c)
{
    s[c].phase = Leaving;
    s[c].newest = 0;
    s[c].knows = 0;
#ifndef X12
    s[c].hold = 0;
#endif
    LOOK_NOW(c)
}

inline lose(c)
{
    REACHED(LOSS);
    leave(c)
}

inline begin_hold(c, length, is_newest)
{
    s[c].phase = Held;
    s[c].hold = length;
    s[c].newest = is_newest;
    s[c].over = 0;
    LOOK_NOW(c);
#ifdef M12
    s[c].has_held = 1;
#endif
#ifdef TIMELY
    s[c].late = 0;
#endif
#ifdef LIVE
    s[c].renewed = 0
#endif
}

/* Past its deadline a hold is over, whatever has just arrived. */
inline prolong(c)
{
    if
#ifndef X10
    :: s[c].hold == 0 -> lose(c)
#endif
    :: else ->
#ifdef M2
        s[c].hold = TTL
#else
        if :: s[c].proven > s[c].hold -> s[c].hold = s[c].proven :: else fi
#endif
    fi
}

inline read_held(c)
{
    if
    :: s[c].phase == Waiting ->
#ifdef M2
        begin_hold(c, TTL, s[c].wire_newest)
#else
        if
        :: s[c].proven > 0 ->
            begin_hold(c, s[c].proven, s[c].wire_newest)
        :: else ->
            REACHED(LATE_REPLY);
#ifdef TIMELY
            /* Twice is a ttl below the round trip. */
            if :: s[c].late -> leave(c) :: else -> s[c].late = 1; LOOK_NOW(c) fi
#endif
        fi
#endif
    :: s[c].phase == Held -> prolong(c)
    :: else
    fi
}

inline read_reply(c)
{
    if
    :: s[c].wire == IsHeld -> read_held(c)
    :: s[c].wire == IsQueued && s[c].phase == Waiting ->
        s[c].knows = 1;
        LOOK_IN(c, s[c].lease_end)
    :: s[c].wire == IsTooLate && s[c].phase == Waiting -> LOOK_NOW(c)
    :: s[c].wire == IsExtended && s[c].phase == Held -> prolong(c)
    :: s[c].wire == IsRefused && s[c].phase == Held -> lose(c)
    :: s[c].wire == IsReleased ->
        s[c].phase = Idle;
        s[c].push = 0; /* of a token that is gone */
        s[c].push_newest = 0;
        s[c].over = 0;
        s[c].hold = 0;
#ifdef TIMELY
        s[c].late = 0;
#endif
#ifdef M12
        s[c].has_held = 0;
#endif
#ifdef M6
        s[c].asked = 0;
#endif
#ifdef LIVE
        s[c].renewed = 0;
        s[c].rest = 1
#endif
    :: else
    fi;
    s[c].wire = Nothing;
    s[c].proven = 0;
    s[c].wire_newest = 0;
#ifdef TIMELY
    s[c].lease_end = 0
#endif
}

/* The hold starts with the arrival of the grant, as far as the server's time proves it. */
inline read_grant(c)
{
    if
#if defined(M3)
    :: s[c].phase == Waiting -> begin_hold(c, TTL, s[c].push_newest)
#elif defined(X11)
    :: s[c].phase == Waiting -> begin_hold(c, GRANT, s[c].push_newest)
#else
    :: s[c].phase == Waiting && s[c].push > 1 + GRANT / 2 ->
        REACHED(HOLD_BY_GRANT);
        begin_hold(c, s[c].push - 1, s[c].push_newest)
    :: s[c].phase == Waiting && s[c].push <= 1 + GRANT / 2 ->
        if :: s[c].push == 1 -> REACHED(LAPSE) :: else -> REACHED(CONFIRM) fi;
        s[c].knows = 0; /* what lapses costs the ticket */
        LOOK_NOW(c)
#endif
    :: s[c].phase == Held -> REACHED(BOTH)
    :: else
    fi;
    s[c].push = 0;
    s[c].push_newest = 0
}

/* All that was under way to the client is lost; an acquire may be on its way to the server yet. */
inline cut(c, becomes_ghost)
{
    if
    :: becomes_ghost -> s[c].ghost = 1; s[c].ghost_left = s[c].proven
    :: else
    fi;
    s[c].wire = Nothing;
    s[c].proven = 0;
    s[c].wire_newest = 0;
    s[c].push = 0;
    s[c].push_newest = 0;
    s[c].joined = 0;
    s[c].channel = 0;
    s[c].up = 0;
#ifdef TIMELY
    s[c].lease_end = 0;
#endif
    s[c].half_open = 1;
    faults--
}

inline die(c)
{
    s[c].phase = Dead;
    s[c].hold = 0;
    s[c].newest = 0;
    s[c].over = 0;
    s[c].knows = 0;
    LOOK_NOW(c)
}

#define ANSWERED(c) (s[c].wire != Nothing && s[c].wire != Acquire && s[c].wire != Renew && s[c].wire != Release)
#define GHOSTLY(c) (s[c].wire == Acquire && !s[c].ghost)

#ifdef LIVE
#define MAY_RENEW(c) (!s[c].renewed)
#define RESTED(c) (!s[c].rest)
#define MAY_CANCEL(c) (c != 0) /* fairness would make it */
#else
#define MAY_RENEW(c) true
#define MAY_CANCEL(c) true
#ifdef ONCE
#define RESTED(c) (!s[c].asked_once)
#else
#define RESTED(c) true
#endif
#endif

#ifdef ONCE
#define BEGIN(c) s[c].asked_once = 1
#else
#define BEGIN(c) skip
#endif

proctype Client(byte c)
{
    do
    :: d_step { AWAKE(c) && s[c].phase == Idle && s[c].up && RESTED(c) ->
        BEGIN(c); s[c].phase = Waiting; LOOK_NOW(c); send(c, Acquire) }
    :: d_step { AWAKE(c) && s[c].phase == Waiting && s[c].up && s[c].wire == Nothing && IS_DUE(c) -> send(c, Acquire) }
    :: d_step { AWAKE(c) && ANSWERED(c) -> read_reply(c) }
    :: d_step { AWAKE(c) && s[c].push > 0 && s[c].phase != Dead -> read_grant(c) }
    :: d_step { AWAKE(c) && s[c].phase == Held && s[c].hold > 0 && s[c].hold < TTL && s[c].up && s[c].wire == Nothing && MAY_RENEW(c) ->
#ifdef LIVE
        s[c].renewed = 1;
#endif
        send(c, Renew) }
    :: d_step { AWAKE(c) && s[c].phase == Held && s[c].hold > 0 -> leave(c) }  /* release() */
    :: d_step { AWAKE(c) && s[c].phase == Held && s[c].hold == 0 -> lose(c) }
    :: d_step { AWAKE(c) && s[c].phase == Waiting && MAY_CANCEL(c) -> leave(c) } /* cancel() or a timeout */
    :: d_step { AWAKE(c) && s[c].phase == Leaving && s[c].up && s[c].wire == Nothing -> send(c, Release) }
    :: d_step { AWAKE(c) && !s[c].up && s[c].phase != Dead -> s[c].up = 1; LOOK_NOW(c) }

    :: d_step { faults > 0 && s[c].up && s[c].phase != Idle && s[c].phase != Dead -> cut(c, false) }
    :: d_step { faults > 0 && s[c].up && GHOSTLY(c) -> cut(c, true) }
    :: d_step { faults > 0 && s[c].up && s[c].phase != Idle && s[c].phase != Dead -> cut(c, false); die(c) }
    :: d_step { faults > 0 && s[c].up && s[c].phase != Dead && GHOSTLY(c) -> cut(c, true); die(c) }
#ifdef PAUSES
    :: d_step { faults > 0 && AWAKE(c) && s[c].phase != Idle && s[c].phase != Dead -> s[c].paused = 1; faults-- }
    :: d_step { !AWAKE(c) -> s[c].paused = 0 }
#endif
    od
}

/* ---- Time ---- */

inline take_one(left)
{
    if :: left > 0 -> left-- :: else fi
}

#ifdef TIMELY
#define QUIET(c) (s[c].wire != Acquire && s[c].wire != Renew && s[c].wire != Release \
    && (!AWAKE(c) || (s[c].wire == Nothing && s[c].push == 0 \
        && !(s[c].phase == Held && s[c].hold == 0) \
        && !(s[c].up && (s[c].phase == Leaving || (s[c].phase == Waiting && s[c].look == 0))))))
#else
#define QUIET(c) true
#endif
#if N == 2
#define ALL_QUIET (QUIET(0) && QUIET(1))
#else
#define ALL_QUIET (QUIET(0) && QUIET(1) && QUIET(2))
#endif

#ifdef X13
#define LAPSES false
#define RUNS 0
#else
#define LAPSES (lease == 1)
#define RUNS 1
#endif

/* K expires and nobody is told; the queue stays. */
proctype Clock()
{
    byte c;
    do
    :: d_step {
        ALL_QUIET ->
#if defined(TIMELY) && !defined(LIVE)
        /* A tick that begins with a free lock and somebody to have it is one too many. */
        for (c : 0 .. N - 1) {
            if :: owner == NOBODY && s[c].phase == Waiting && s[c].joined && AWAKE(c) -> assert(L2_idle_lock) :: else fi
        }
#endif
        if
        :: LAPSES -> lease = 0; owner = NOBODY; ended = 1; confirmed = 0
        :: !LAPSES && lease > 1 -> lease = lease - RUNS
        :: else
        fi;
        for (c : 0 .. N - 1) {
#if defined(M7) && defined(PAUSES)
            if
            :: s[c].hold > 0 && AWAKE(c) -> s[c].hold--
            :: else
            fi;
#else
            take_one(s[c].hold);
#endif
            if :: s[c].phase == Held && s[c].hold == 0 -> s[c].over = 1 :: else fi;
            take_one(s[c].proven);
            if :: s[c].push > 1 -> s[c].push-- :: else fi;
            take_one(s[c].ghost_left);
            take_one(s[c].tombstone);
#ifdef TIMELY
            if :: s[c].look > 0 && s[c].look < NEVER -> s[c].look-- :: else fi;
            take_one(s[c].lease_end);
#endif
#ifdef LIVE
            s[c].rest = 0;
#endif
        }
        c = 0
       }
#ifdef RESTARTS
    /* Without persistence: all that the server knew is gone, the time of day is not. */
    :: d_step {
        !restarted ->
        owner = NOBODY; lease = 0; confirmed = 0; ended = 1; fence = 0; restarted = 1;
        for (c : 0 .. N - 1) {
            s[c].queued = 0; s[c].channel = 0; s[c].joined = 0
        }
        c = 0
       }
#endif
    od
}

/* ---- What must hold in every state ---- */

#ifndef LIVE
#define OTHER_BELIEVES(c) (BELIEVES(0) && c != 0 || BELIEVES(1) && c != 1 || N > 2 && BELIEVES(N - 1) && c != N - 1)

proctype Monitor(byte c)
{
    if
#ifndef RESTARTS /* it breaks the assumption that acknowledged writes are kept */
    :: d_step { AWAKE(c) && BELIEVES(c) && OTHER_BELIEVES(c) -> assert(I1_exclusion) }
    :: d_step { AWAKE(c) && BELIEVES(c) && !(owner == c && lease > 0 && (s[c].newest || s[c].phase == Leaving)) -> assert(I2_containment) }
#endif
    :: d_step { owner == c && ended -> assert(I4_stale) }
#ifdef M6
    :: d_step { s[c].twins > 1 -> assert(I5_duplicate) }
#endif
    :: d_step { owner == c && s[c].queued -> assert(I5_duplicate) }
    :: d_step { BELIEVES(c) && s[c].over -> assert(I6_lost_is_final) }
    :: d_step { owner == c && !confirmed && lease > GRANT -> assert(I7_grant_lease) }
    :: d_step { (s[c].phase == Idle || s[c].wire == IsReleased) && (owner == c || s[c].queued) -> assert(I7_left_behind) }
    fi
}
#endif

init {
    byte c;
    d_step {
        for (c : 0 .. N - 1) {
            s[c].phase = Idle;
            s[c].wire = Nothing;
            s[c].up = 1
        }
        c = 0
    }
    atomic {
        for (c : 0 .. N - 1) {
            run Client(c);
            run Wire(c);
#ifndef LIVE
            run Monitor(c);
#endif
        }
        run Clock();
        c = 0
    }
}

#ifdef LIVE
ltl crashed { [] ((owner == 0 && s[0].phase == Dead) -> <> (owner != 0)) }
ltl served { [] (s[0].phase == Waiting -> <> (s[0].phase != Waiting)) }
#endif
