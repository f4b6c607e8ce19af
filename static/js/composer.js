// Enter sends, Shift+Enter makes a new line; once the server has the message, the input is emptied and focused.
"use strict";

const composer = document.getElementById("composer");
const input = document.getElementById("say");

input.addEventListener("keydown", (event) => {
  const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing;
  if (!sends || composer.classList.contains("htmx-request")) return;
  event.preventDefault();
  composer.requestSubmit();
});

document.body.addEventListener("message-stored", () => {
  input.value = "";
  input.removeAttribute("aria-invalid");
  input.focus({ preventScroll: true });
  document.querySelector("#messages > :last-child")?.scrollIntoView({ block: "nearest" });
});

// A refusal leaves the text where it is.
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.xhr.status < 400) return;
  input.setAttribute("aria-invalid", "true");
  input.focus();
});

// No answer at all: the network is away.
document.body.addEventListener("htmx:sendError", () => {
  const notice = document.createElement("p");
  notice.className = "notice notice--error";
  notice.setAttribute("role", "alert");
  notice.textContent = "No connection. Your message is still in the input; send it again in a moment.";
  document.getElementById("notices").replaceChildren(notice);
});
