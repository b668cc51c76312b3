/** A live view through the camera: take a photo, or have the weather told all the time. */

import { Problem } from "./api.js";
import { ask } from "./asking.js";
import { facts } from "./facts.js";
import { percent, problemText, text, verdictText } from "./texts.js";

const PAUSE_MILLIS = 1000;
const QUALITY = 0.9;

const element = (id) => document.getElementById(id);
const dialog = element("camera");
const video = element("camera-video");
const live = element("camera-live");
const told = element("camera-answer");

let stream = null;
/** Whether there is something to see in the view yet. */
let showing = false;
let telling = false;

/** Whether there may be one to look through; a phone's own camera program does better. */
export function hasLiveView() {
  return Boolean(navigator.mediaDevices?.getUserMedia) && !matchMedia("(pointer: coarse)").matches;
}

/** Opens the view; `onPhoto` gets the photo that is taken. */
export async function open(onPhoto) {
  told.textContent = "";
  live.checked = false;
  element("camera-take").disabled = true;
  dialog.showModal();
  element("camera-take").onclick = async () => {
    const photo = await frame(video.videoWidth, video.videoHeight);
    dialog.close();
    onPhoto(photo);
  };
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 960 } },
    });
    video.srcObject = stream;
    await video.play();
    showing = true;
    element("camera-take").disabled = false;
    tellAllTheTime();
  } catch {
    told.textContent = text("camera.refused");
  }
  // Closed while the browser was asking for leave.
  if (!dialog.open) {
    stop();
  }
}

function stop() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  showing = false;
  video.srcObject = null;
}

function frame(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d").drawImage(video, 0, 0, width, height);
  return new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(new File([blob], "camera.jpg", { type: blob.type })), "image/jpeg", QUALITY);
  });
}

async function tellAllTheTime() {
  if (telling || !showing) {
    return;
  }
  telling = true;
  while (live.checked && dialog.open && showing) {
    let pause = PAUSE_MILLIS;
    try {
      const scale = Math.min(1, (2 * facts.shortSide) / Math.min(video.videoWidth, video.videoHeight));
      const photo = await frame(Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale));
      const { verdict, confidence } = await ask({ photo }, { explain: false });
      told.textContent = text("answer.said", { verdict: verdictText(verdict), percent: percent(confidence) });
    } catch (problem) {
      if (!(problem instanceof Problem)) {
        throw problem;
      }
      told.textContent = problemText(problem.type);
      pause = 5 * PAUSE_MILLIS;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  telling = false;
  told.textContent = "";
}

live.addEventListener("change", tellAllTheTime);
element("camera-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", stop);
