;; Makes bytes of text: what scripts/build/embed.js undone says, at the speed of compiled code. In JavaScript it takes
;; 3 ms of every start, as no engine has warmed up by then.
;;
;; The text stands at the start of the memory, as ASCII; the bytes are written over it, as they are never more.
(module
  (memory (export "memory") 0)

  ;; The place of a character among those that are used: printable ASCII without six of them.
  (func $value (param $character i32) (result i32)
    (i32.sub
      (i32.sub (local.get $character) (i32.const 32))
      (i32.add
        (i32.add
          (i32.add
            (i32.gt_u (local.get $character) (i32.const 34)) ;; "
            (i32.gt_u (local.get $character) (i32.const 36))) ;; $
          (i32.add
            (i32.gt_u (local.get $character) (i32.const 39)) ;; '
            (i32.gt_u (local.get $character) (i32.const 60)))) ;; <
        (i32.add
          (i32.gt_u (local.get $character) (i32.const 92)) ;; \
          (i32.gt_u (local.get $character) (i32.const 96)))))) ;; `

  ;; From the length of the text to the number of bytes.
  (func (export "unpack") (param $end i32) (result i32)
    (local $at i32)
    (local $length i32)
    (local $byte i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $byte (call $value (i32.load8_u (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        ;; The last two characters begin a pair.
        (if (i32.ge_u (local.get $byte) (i32.const 87))
          (then
            (local.set $byte
              (i32.add
                (i32.add
                  (i32.const 87)
                  (i32.mul (i32.sub (local.get $byte) (i32.const 87)) (i32.const 89)))
                (call $value (i32.load8_u (local.get $at)))))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))))
        (i32.store8 (local.get $length) (local.get $byte))
        (local.set $length (i32.add (local.get $length) (i32.const 1)))
        (br $next)))
    (local.get $length)))
