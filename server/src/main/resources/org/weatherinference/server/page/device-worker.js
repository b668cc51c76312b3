// From a photo's bytes to an answer, beside the page: the worker of device.js.
import { Refusal } from "./device-file.js";
import { evidence, HeatMap } from "./device-heat.js";
import { outlineOf } from "./device-outline.js";
import { decode } from "./device-pixels.js";
import { resize } from "./device-resize.js";

const RUNTIME = "ort.wasm.bundle.min.js";
const WEBASSEMBLY = "ort-wasm-simd-threaded.wasm";

/** The promise of what answers. Where it fails, device.js ends this worker. */
let engine = null;

onmessage = async ({ data: { settings, photo, explain } }) => {
  try {
    engine ??= load(settings);
    postMessage({ answer: await classify(await engine, photo, explain) });
  } catch (fault) {
    postMessage({ problem: fault instanceof Refusal ? fault.problem() : internal(fault) });
  }
};

function internal(fault) {
  return { type: "internal", title: "The program failed", status: 500, detail: String(fault.message ?? fault) };
}

async function load({ bundle, runtime, threads }) {
  const [manifest, [network, wasmBinary], ort] = await Promise.all([
    ask(`${bundle}bundle.json`).then((answer) => answer.json()),
    Promise.all([`${bundle}model.onnx`, runtime + WEBASSEMBLY].map(ask)).then(counted),
    import(runtime + RUNTIME).catch((fault) => refuse(runtime + RUNTIME, fault.message)),
  ]);
  ort.env.logLevel = "error";
  Object.assign(ort.env.wasm, { numThreads: threads, wasmBinary });
  const session = await ort.InferenceSession.create(network, { executionProviders: ["wasm"] });
  return { manifest, session, Tensor: ort.Tensor };
}

async function ask(url) {
  const answer = await fetch(url).catch((fault) => refuse(url, fault.message));
  return answer.ok ? answer : refuse(url, `status ${answer.status}`);
}

function refuse(url, why) {
  throw new Refusal("offline", "The network could not be loaded", 503, `${url}: ${why}`);
}

/** The bytes of several answers, counted together as they come. */
function counted(answers) {
  const lengths = answers.map(lengthOf);
  const total = lengths.includes(0) ? 0 : lengths.reduce((sum, length) => sum + length);
  let loaded = 0;
  const count = (chunk, controller) => {
    loaded += chunk.length;
    postMessage({ progress: { loaded, total } });
    controller.enqueue(chunk);
  };
  return Promise.all(
    answers.map(async ({ body, url }) => {
      const stream = body.pipeThrough(new TransformStream({ transform: count }));
      const buffer = await new Response(stream).arrayBuffer().catch((fault) => refuse(url, fault.message));
      return new Uint8Array(buffer);
    }),
  );
}

/** 0 where it is not told: a packed file's length says nothing about the bytes that come out of it. */
function lengthOf({ headers }) {
  return headers.has("Content-Encoding") ? 0 : Number(headers.get("Content-Length"));
}

async function classify({ manifest, session, Tensor }, file, explain) {
  const start = performance.now();
  const { width, height, fit } = manifest.preparation;
  const outline = await outlineOf(file);
  const photo = await decode(outline, width, height);
  const decoded = performance.now();
  const used = fit === "crop" ? middle(photo, width, height) : { x: 0, y: 0, width: photo.width, height: photo.height };
  const pixels = new Tensor("uint8", resize(photo, used, width, height), [1, height, width, 3]);
  const asked = explain ? ["logits", "activation"] : ["logits"];
  const { logits, activation } = await session.run({ [session.inputNames[0]]: pixels }, asked);
  const probabilities = softmax(logits.data, manifest.temperature);
  const best = probabilities.indexOf(Math.max(...probabilities));
  const heat = explain ? await explanation(HeatMap.of(evidence(activation, best)), photo, used, outline) : null;
  return {
    id: randomName(),
    ...prediction(manifest, probabilities, best),
    model: `${manifest.name}:${manifest.version}`,
    applied: photo.applied,
    millis: { decode: tenths(decoded - start), classify: tenths(performance.now() - decoded) },
    ...(heat && { explanation: heat }),
  };
}

/** As much of the photo's middle as has the input's shape. */
function middle(photo, width, height) {
  const scale = Math.min(photo.width / width, photo.height / height);
  const partWidth = Math.min(Math.max(Math.round(width * scale), 1), photo.width);
  const partHeight = Math.min(Math.max(Math.round(height * scale), 1), photo.height);
  return {
    x: Math.floor((photo.width - partWidth) / 2),
    y: Math.floor((photo.height - partHeight) / 2),
    width: partWidth,
    height: partHeight,
  };
}

function softmax(logits, temperature) {
  const most = Math.max(...logits);
  const shares = Array.from(logits, (logit) => Math.exp((logit - most) / temperature));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => Math.fround(share / sum));
}

function prediction({ labels, unsureThreshold }, probabilities, best) {
  const confidence = probabilities[best];
  return {
    label: labels[best],
    verdict: confidence < unsureThreshold ? "unsure" : labels[best],
    confidence: shortest(confidence),
    probabilities: Object.fromEntries(labels.map((label, i) => [label, shortest(probabilities[i])])),
  };
}

/** Of all decimals that are the same float32, the one with the fewest digits. */
function shortest(single) {
  for (let digits = 1; ; digits++) {
    const rounded = Number(single.toPrecision(digits));
    if (Math.fround(rounded) === single) {
      return rounded;
    }
  }
}

async function explanation(map, photo, used, outline) {
  return {
    heatmap: await map.png(photo.width, photo.height, used),
    region: scaled(map.hottest(used), photo, outline.upright),
  };
}

/** The smallest region of the whole photo that holds one of the photo as it was decoded. */
function scaled({ x, y, width, height }, from, to) {
  const left = Math.floor((x * to.width) / from.width);
  const top = Math.floor((y * to.height) / from.height);
  return {
    x: left,
    y: top,
    width: Math.ceil(((x + width) * to.width) / from.width) - left,
    height: Math.ceil(((y + height) * to.height) / from.height) - top,
  };
}

function tenths(millis) {
  return Math.round(millis * 10) / 10;
}

/** Not randomUUID(), which only pages from https have. */
function randomName() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
