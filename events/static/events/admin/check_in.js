// Reads booking numbers with the camera where the browser can (BarcodeDetector); the field and the list work without.
const form = document.querySelector("[data-check-in]");
const start = document.querySelector("[data-camera]");
const video = document.querySelector("[data-video]");
const said = document.querySelector("[data-said]");
const AGAIN_AFTER = 4000; // milliseconds until the same number counts once more

async function send(code) {
  const data = new FormData(form);
  data.set("code", code);
  data.set("method", "qr");
  try {
    const response = await fetch(form.action || location.href, { method: "POST", body: data, headers: { Accept: "application/json" } });
    const answer = await response.json();
    said.textContent = answer.said;
    said.dataset.ok = String(answer.ok);
  } catch {
    said.textContent = said.dataset.offline;
    said.dataset.ok = "false";
  }
}

async function watch(detector) {
  let last = "", lastAt = 0;
  for (;;) {
    const found = await detector.detect(video).catch(() => []);
    const code = found[0]?.rawValue;
    if (code && (code !== last || Date.now() - lastAt > AGAIN_AFTER)) {
      last = code;
      lastAt = Date.now();
      await send(code);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function open() {
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    said.textContent = said.dataset.refused;
    return;
  }
  video.hidden = false;
  start.hidden = true;
  await video.play();
  watch(new BarcodeDetector({ formats: ["qr_code"] }));
}

if (form && start && "BarcodeDetector" in window && navigator.mediaDevices) {
  start.hidden = false;
  start.addEventListener("click", open);
}
