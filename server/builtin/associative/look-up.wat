;; The loop of `set-counter.ts`: in a third of the time it takes in JavaScript. Compiled by `npm run wasm`.
(module
  (import "env" "memory" (memory 1))

  ;; Looks values of 8 bytes up where each is looked for first.
  ;; $slots, $shift: slots of 16 bytes, a value and its number, and the bits of a product that choose none
  ;; $numbers: takes the number of each value, 0 where it is not there
  ;; $places: takes the places of those
  ;; Gives how many are not there.
  (func (export "lookUp")
    (param $values i32) (param $count i32) (param $slots i32) (param $shift i32)
    (param $numbers i32) (param $places i32) (result i32)
    (local $i i32) (local $value i64) (local $slot i32) (local $number i32) (local $unknown i32)
    (loop $each
      (if (i32.lt_u (local.get $i) (local.get $count))
        (then
          (local.set $value (i64.load (i32.add (local.get $values) (i32.shl (local.get $i) (i32.const 3)))))
          (local.set $slot
            (i32.add (local.get $slots)
              (i32.shl
                (i32.shr_u
                  (i32.mul
                    (i32.xor
                      (i32.wrap_i64 (local.get $value))
                      (i32.mul (i32.wrap_i64 (i64.shr_u (local.get $value) (i64.const 32))) (i32.const 0x9e3779b1)))
                    (i32.const 0x85ebca6b))
                  (local.get $shift))
                (i32.const 4))))
          (local.set $number
            (select
              (i32.load offset=8 (local.get $slot))
              (i32.const 0)
              (i64.eq (i64.load (local.get $slot)) (local.get $value))))
          (i32.store (i32.add (local.get $numbers) (i32.shl (local.get $i) (i32.const 2))) (local.get $number))
          (i32.store16 (i32.add (local.get $places) (i32.shl (local.get $unknown) (i32.const 1))) (local.get $i))
          (local.set $unknown (i32.add (local.get $unknown) (i32.eqz (local.get $number))))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $each))))
    (local.get $unknown)))
