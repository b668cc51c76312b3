// node classify.mjs BUNDLE PHOTO…: the probabilities that `weather classify` tells, with ONNX Runtime alone.
import { readFile } from 'node:fs/promises';
import ort from 'onnxruntime-node';
import sharp from 'sharp';

const [folder, ...photos] = process.argv.slice(2);
const bundle = JSON.parse(await readFile(`${folder}/bundle.json`));
const { width, height, fit } = bundle.preparation;
const network = await ort.InferenceSession.create(`${folder}/model.onnx`);

for (const photo of photos) {
  const size = { width, height, fit: fit === 'squash' ? 'fill' : 'cover', kernel: 'linear', fastShrinkOnLoad: false };
  const pixels = await sharp(photo).autoOrient().flatten({ background: 'white' }).resize(size).raw().toBuffer();
  const input = { [network.inputNames[0]]: new ort.Tensor('uint8', pixels, [1, height, width, 3]) };
  const { logits } = await network.run(input, ['logits']);
  const powers = Array.from(logits.data, (logit) => Math.exp(logit / bundle.temperature));
  const sum = powers.reduce((a, b) => a + b);
  const probabilities = Object.fromEntries(bundle.labels.map((label, i) => [label, powers[i] / sum]));
  console.log(JSON.stringify({ photo, probabilities }));
}
