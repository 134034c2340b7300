/* Only saves people time; every page works without it. */
"use strict";

// A form is sent once: a second click on its button would say the same again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});

// Going back shows a page as it was left: its forms may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What went wrong is read first.
document.getElementById("fehler")?.focus();

// Keys of the workshop: an element with data-key is pressed by its key. People switch them off under "Konto".
if (document.body.dataset.shortcuts === "on") {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select")) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    target.click();
    if (target.matches("summary")) target.parentElement.querySelector("textarea")?.focus();
  });
}

// How far a file has been sent; without script the browser shows it itself.
document.querySelector("form[data-progress]")?.addEventListener("submit", (event) => {
  const form = event.target;
  const bar = form.querySelector("progress");
  if (!bar || event.defaultPrevented) return;
  event.preventDefault();
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (sent) => {
    if (sent.lengthComputable) bar.value = (100 * sent.loaded) / sent.total;
  });
  request.addEventListener("load", () => {
    if (request.status < 300 || request.responseURL !== form.action) window.location.assign(request.responseURL);
    else document.open(), document.write(request.responseText), document.close();
  });
  request.addEventListener("error", () => form.submit());
  bar.hidden = false;
  form.querySelector("[data-told]").textContent = form.dataset.progress;
  request.open("POST", form.action);
  request.send(new FormData(form));
});
