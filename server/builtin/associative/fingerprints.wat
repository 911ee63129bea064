;; Loops over hashes of 8 bytes: here they take half the time they take in JavaScript, which looks before each
;; access whether the memory is still there. Compiled by `npm run wasm`.
(module
  (import "env" "memory" (memory 1))

  ;; Puts hashes into parts, which their leading 9 bits choose.
  ;; $valid: a bit for each, 0 for those to be left out
  ;; $next, $end: by part, the address where the next one goes, and where there is no room for more
  ;; Gives how many were put in; -1 where there is no room.
  (func (export "add")
    (param $hashes i32) (param $count i32) (param $valid i32) (param $next i32) (param $end i32) (result i32)
    (local $i i32) (local $hash i64) (local $part i32) (local $at i32) (local $isIn i32) (local $added i32)
    (loop $each
      (if (i32.lt_u (local.get $i) (local.get $count))
        (then
          (local.set $hash (i64.load (i32.add (local.get $hashes) (i32.shl (local.get $i) (i32.const 3)))))
          (local.set $part (i32.shl (i32.wrap_i64 (i64.shr_u (local.get $hash) (i64.const 55))) (i32.const 2)))
          (local.set $at (i32.load (i32.add (local.get $next) (local.get $part))))
          (if (i32.eq (local.get $at) (i32.load (i32.add (local.get $end) (local.get $part))))
            (then (return (i32.const -1))))
          (local.set $isIn
            (i32.and
              (i32.shr_u
                (i32.load8_u (i32.add (local.get $valid) (i32.shr_u (local.get $i) (i32.const 3))))
                (i32.and (local.get $i) (i32.const 7)))
              (i32.const 1)))
          ;; What is left out is written, too, and then written over: a branch that nobody foresees takes longer.
          (i64.store (local.get $at) (local.get $hash))
          (i32.store
            (i32.add (local.get $next) (local.get $part))
            (i32.add (local.get $at) (i32.shl (local.get $isIn) (i32.const 3))))
          (local.set $added (i32.add (local.get $added) (local.get $isIn)))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $each))))
    (local.get $added))

  ;; Compares the lower halves of a part's hashes, made odd, so that 0 is an empty slot.
  ;; $slots, $mask: where each half is looked for, a power of two of them, and the bits that choose one
  ;; $others, $otherSlots: the few that find another there, and half as many slots, in which they go on to the next empty one
  ;; $again: takes those that occur several times, each as often
  ;; Gives how many different ones there are, and the end of $again.
  (func (export "compare")
    (param $from i32) (param $to i32) (param $slots i32) (param $mask i32)
    (param $others i32) (param $otherSlots i32) (param $again i32) (result i32 i32)
    (local $half i32) (local $slot i32) (local $known i32) (local $left i32) (local $different i32) (local $at i32)
    (memory.fill (local.get $slots) (i32.const 0) (i32.shl (i32.add (local.get $mask) (i32.const 1)) (i32.const 2)))
    (local.set $left (local.get $others))
    (local.set $at (local.get $from))
    (loop $each
      (if (i32.lt_u (local.get $at) (local.get $to))
        (then
          (local.set $half (i32.or (i32.load (local.get $at)) (i32.const 1)))
          ;; As $slotOf, without a call.
          (local.set $slot
            (i32.add (local.get $slots)
              (i32.shl (i32.and (i32.shr_u (local.get $half) (i32.const 8)) (local.get $mask)) (i32.const 2))))
          (local.set $known (i32.load (local.get $slot)))
          (i32.store (local.get $slot) (select (local.get $known) (local.get $half) (local.get $known)))
          (i32.store (local.get $left) (local.get $half))
          (local.set $left
            (i32.add (local.get $left) (i32.shl (i32.ne (local.get $known) (i32.const 0)) (i32.const 2))))
          (local.set $at (i32.add (local.get $at) (i32.const 8)))
          (br $each))))
    (local.set $different
      (i32.sub
        (i32.shr_u (i32.sub (local.get $to) (local.get $from)) (i32.const 3))
        (i32.shr_u (i32.sub (local.get $left) (local.get $others)) (i32.const 2))))
    (memory.fill (local.get $otherSlots) (i32.const 0)
      (i32.shl (i32.add (local.get $mask) (i32.const 1)) (i32.const 1)))
    (loop $each
      (if (i32.lt_u (local.get $others) (local.get $left))
        (then
          (local.set $half (i32.load (local.get $others)))
          (local.set $known
            (i32.load (call $slotOf (local.get $slots) (local.get $half) (local.get $mask))))
          (if (i32.ne (local.get $known) (local.get $half))
            (then
              (local.set $slot
                (call $emptyOrSame (local.get $otherSlots) (local.get $half) (i32.shr_u (local.get $mask) (i32.const 1))))
              (local.set $known (i32.load (local.get $slot)))
              (i32.store (local.get $slot) (local.get $half))
              (local.set $different (i32.add (local.get $different) (i32.eqz (local.get $known))))))
          (i32.store (local.get $again) (local.get $half))
          (local.set $again
            (i32.add (local.get $again) (i32.shl (i32.ne (local.get $known) (i32.const 0)) (i32.const 2))))
          (local.set $others (i32.add (local.get $others) (i32.const 4)))
          (br $each))))
    (local.get $different) (local.get $again))

  (func $slotOf (param $slots i32) (param $half i32) (param $mask i32) (result i32)
    (i32.add (local.get $slots)
      (i32.shl (i32.and (i32.shr_u (local.get $half) (i32.const 8)) (local.get $mask)) (i32.const 2))))

  (func $emptyOrSame (param $slots i32) (param $half i32) (param $mask i32) (result i32)
    (local $place i32) (local $slot i32) (local $known i32)
    (local.set $place (i32.shr_u (local.get $half) (i32.const 8)))
    (loop $next
      (local.set $slot
        (i32.add (local.get $slots) (i32.shl (i32.and (local.get $place) (local.get $mask)) (i32.const 2))))
      (local.set $known (i32.load (local.get $slot)))
      (local.set $place (i32.add (local.get $place) (i32.const 1)))
      (br_if $next
        (i32.and (i32.ne (local.get $known) (i32.const 0)) (i32.ne (local.get $known) (local.get $half)))))
    (local.get $slot)))
