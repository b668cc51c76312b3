// What a Node developer would write: Fastify, sharp and onnxruntime-node, a process a core.
//   node server.js BUNDLE PORT WORKERS
import cluster from "node:cluster";
import { readFileSync } from "node:fs";
import Fastify from "fastify";
import ort from "onnxruntime-node";
import sharp from "sharp";

const [, , folder, port, workers] = process.argv;

if (cluster.isPrimary && Number(workers) > 1) {
  for (let i = 0; i < Number(workers); i++) {
    cluster.fork();
  }
} else {
  await serve();
}

async function serve() {
  const bundle = JSON.parse(readFileSync(`${folder}/bundle.json`));
  const { width, height } = bundle.preparation;
  // Its fastest on two cores: a thread a run, since each process has a core.
  sharp.concurrency(1);
  const session = await ort.InferenceSession.create(`${folder}/model.onnx`, { intraOpNumThreads: 1 });
  const app = Fastify({ bodyLimit: 20 * 1024 * 1024 });
  app.addContentTypeParser("image/jpeg", { parseAs: "buffer" }, (request, body, done) => done(null, body));
  app.post("/v1/classify", async (request) => {
    const pixels = await sharp(request.body)
      .rotate()
      .flatten({ background: "white" })
      .toColourspace("srgb")
      .resize(width, height, { fit: "fill" })
      .raw()
      .toBuffer();
    const input = new ort.Tensor("uint8", pixels, [1, height, width, 3]);
    const { logits } = await session.run({ [session.inputNames[0]]: input }, ["logits"]);
    return answer(bundle, Array.from(logits.data));
  });
  await app.listen({ host: "127.0.0.1", port: Number(port) });
}

function answer({ labels, temperature }, logits) {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp((logit - most) / temperature));
  const sum = powers.reduce((a, b) => a + b);
  const best = logits.indexOf(most);
  return {
    label: labels[best],
    confidence: powers[best] / sum,
    probabilities: Object.fromEntries(labels.map((label, i) => [label, powers[i] / sum])),
  };
}
