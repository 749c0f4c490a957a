;; Makes bytes of text: what scripts/build/embed.js did undone, at the speed of compiled code. In JavaScript it takes 3 ms of
;; every start, as no engine has warmed up by then. What stands in braces, scripts/build/unpacker.js puts in.
;;
;; The text stands in the memory from {TEXT_AT} on, as ASCII; the bytes are written over it, as they are never more.
(module
  (memory (export "memory") 1)
  (data (i32.const 0) "{TABLES}")

  ;; From the length of the text to the number of bytes.
  (func (export "unpack") (param $length i32) (result i32)
    (local $at i32)
    (local $to i32)
    (local $character i32)
    (local $byte i32)
    (local.set $at (i32.const {TEXT_AT}))
    (local.set $to (i32.const {TEXT_AT}))
    (local.set $length (i32.add (local.get $length) (i32.const {TEXT_AT})))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $length)))
        (local.set $character (i32.load8_u (local.get $at)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (if
          (i32.or
            (i32.eq (local.get $character) (i32.const {FIRST_ESCAPE}))
            (i32.eq (local.get $character) (i32.const {SECOND_ESCAPE})))
          (then
            ;; The place of the second character, behind those of the first escape where it is the second.
            (local.set $byte
              (i32.load8_u offset=256
                (i32.add
                  (i32.mul
                    (i32.eq (local.get $character) (i32.const {SECOND_ESCAPE}))
                    (i32.const {CHARACTERS}))
                  (i32.load8_u offset=128 (i32.load8_u (local.get $at))))))
            (local.set $at (i32.add (local.get $at) (i32.const 1))))
          (else
            (local.set $byte (i32.load8_u (local.get $character)))))
        (i32.store8 (local.get $to) (local.get $byte))
        (local.set $to (i32.add (local.get $to) (i32.const 1)))
        (br $next)))
    (i32.sub (local.get $to) (i32.const {TEXT_AT}))))
