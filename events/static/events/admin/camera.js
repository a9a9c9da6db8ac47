// Reads booking numbers with the camera: by the browser itself where it can (BarcodeDetector), else by jsQR, which is
// loaded when the camera is opened. The field for the number (also for a scanner on USB) and the list work without.
const form = document.querySelector("[data-check-in]");
const button = document.querySelector("[data-camera]");
const video = document.querySelector("[data-video]");
const said = document.querySelector("[data-said]");
const AGAIN_AFTER = 4000; // milliseconds until the same number counts once more
const WIDTH = 640; // pixels in which a code is looked for

async function reader() {
  if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async () => (await detector.detect(video))[0]?.rawValue;
  }
  await import(button.dataset.reader);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async () => {
    canvas.width = Math.min(WIDTH, video.videoWidth);
    canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const frame = context.getImageData(0, 0, canvas.width, canvas.height);
    return self.jsQR(frame.data, frame.width, frame.height, { inversionAttempts: "dontInvert" })?.data;
  };
}

async function watch(read) {
  let last = "", lastAt = 0;
  while (video.srcObject) {
    const code = video.videoWidth ? await read().catch(() => "") : "";
    if (code && (code !== last || Date.now() - lastAt > AGAIN_AFTER)) form.dispatchEvent(new CustomEvent("scanned", { detail: code }));
    if (code) [last, lastAt] = [code, Date.now()];
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function open() {
  try {
    const read = await reader();
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    await video.play();
    watch(read);
  } catch {
    close();
    said.textContent = said.dataset.refused;
    said.dataset.ok = "false";
    return;
  }
  video.hidden = false;
  button.textContent = button.dataset.stop;
}

function close() {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
  video.hidden = true;
  button.textContent = button.dataset.start;
}

// Without a secure connection a browser gives no camera.
if (form && button && navigator.mediaDevices) {
  button.hidden = false;
  button.addEventListener("click", () => (video.srcObject ? close() : open()));
}
