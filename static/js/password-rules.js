// Ticks off the pool's rules while a new password is typed. Without it the server says the same after sending.
"use strict";

const rules = document.getElementById("password-rules");
const input = document.querySelector("[data-checked-by=password-rules]");

function tick() {
  for (const rule of rules.children) {
    const isMet = new RegExp(rule.dataset.pattern).test(input.value);
    rule.classList.toggle("rules__rule--met", isMet);
    rule.querySelector("[data-state]").textContent = isMet ? " (done)" : "";
  }
}

if (rules && input) {
  input.addEventListener("input", tick);
  tick();
}
