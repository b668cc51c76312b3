// Calls every method of the client in JavaScript, and looks at what comes; in Node and in a browser.
import { WeatherClient, WeatherError } from './weather.js';

/**
 * @param {{address: string, key: string, url: string}} place
 * @param {object} files - Each as its platform has it.
 */
export async function callAll({ address, key, url }, { red, dataset, forms, name }) {
  const called = new Set();
  const client = new WeatherClient(`${address}/`, { key });
  const weather = new Proxy(client, {
    get(_, method) {
      called.add(method);
      return client[method].bind(client);
    },
  });
  const words = new TextEncoder().encode('words');

  // One photo, in each form that a file has.
  let answer;
  for (const photo of [red, ...forms]) {
    answer = await weather.classify(photo);
    check(answer.verdict === 'red' && answer.confidence > 0.7, answer);
  }
  const explained = await weather.classify(red, { model: 'colours:2', explain: true });
  check(explained.explanation.region.width > 0, explained);
  check((await weather.classifyUrl(url, { model: 'colours' })).label === 'red');

  // Several, of which one is bad; and a list of one, which is told of like any other.
  const [first, second] = (await weather.classify([red, words])).answers;
  check(first.photo === 'red.png' && second.error.type === 'not-a-photo', [first, second]);
  check((await weather.classify([red])).answers[0].label === 'red');
  const [bad] = (await weather.classify([words])).answers;
  check(bad.error.detail === second.error.detail && bad.photo === second.photo, bad);

  const problem = await refusal(weather.classify(words));
  check(problem.type === 'not-a-photo' && problem.status === 422 && problem.instance.startsWith('urn:uuid:'), problem);
  check(problem.detail.includes('JPEG') && problem.message.includes('JPEG'), problem);
  check((await refusal(weather.classify(Array(101).fill(words)))).limit === 100);
  check((await refusal(weather.classify(red, { model: 'nobody' }))).type === 'no-such-model');
  check((await refusal(new WeatherClient(address).models())).type === 'no-key');
  check((await refusal(new WeatherClient('http://127.0.0.1:1').live())).type === 'unreachable');
  check((await refusal(new WeatherClient(url).live())).status === 404);

  // Bundles.
  check((await weather.models()).models[0].labels.join() === 'red,blue');
  check((await weather.model('colours:2')).version === 2);
  await weather.promote('colours', { version: 2 });
  await weather.promote('colours', { version: 1, canary: '10%' });
  check((await weather.modelLive('colours')).trial.canary === '10%');
  check((await weather.promote('colours', { trial: 'end' })).trial === undefined);

  // Feedback.
  const receipt = await weather.feedback(answer.id, 'blue', { photo: red });
  check((await weather.feedbackOne(receipt.id)).given === 'blue');
  const kept = await weather.feedbackPhoto(receipt.id);
  check(kept.type === 'image/jpeg' && kept.size > 100, kept);
  check((await weather.relabelFeedback(receipt.id, 'red')).given === 'red');
  const page = await weather.feedbackList({ label: 'red', limit: 10 });
  check(page.feedback.some(({ id }) => id === receipt.id), page);
  check((await weather.feedbackStats()).tallies.length > 0);
  check((await weather.deleteFeedback(receipt.id, { token: receipt.token })).id === receipt.id);
  check((await weather.feedback(first.id, 'blue')).expires === undefined);

  // Keys.
  const made = await weather.createKey(name, ['classify'], { rate: '1/h' });
  const visitor = new WeatherClient(address, { key: made.key });
  await visitor.models();
  const busy = await refusal(visitor.models());
  check(busy.type === 'too-many-requests' && busy.status === 429 && busy.retryAfter > 0, busy);
  check((await weather.keys()).keys.some(({ id }) => id === made.id));
  check((await weather.revokeKey(name)).revoked);

  // Trainings.
  const job = await weather.startTraining('colours', { settings: { epochs: 1 }, datasetFile: dataset });
  check((await weather.startTraining('colours', { dataset: job.dataset })).state === 'queued');
  check((await weather.trainings({ limit: 10 })).jobs.some(({ id }) => id === job.id));
  check((await weather.training(job.id)).settings.epochs === '1');
  check((await weather.cancelTraining(job.id)).state === 'cancelled');
  const events = await all(weather.trainingEvents(job.id));
  check(events.at(-1).state === 'cancelled', events);
  check((await all(weather.trainingEvents(job.id, { lastEventId: events.at(-1).sequence }))).length === 0);
  check((await weather.trainingLog(job.id)) === '');
  check((await refusal(weather.training('a b?c'))).status === 404);

  // The Open Inference Protocol.
  check((await weather.inferenceServer()).name);
  check((await weather.inferenceLive()).live && (await weather.inferenceReady()).ready);
  check((await weather.inferenceModel('colours')).versions.length > 0);
  check((await weather.inferenceModelVersion('colours', '2')).inputs.length > 0);
  check((await weather.inferenceModelReady('colours')).ready);
  check((await weather.inferenceModelReadyVersion('colours', '2')).ready);
  const pixels = Array.from({ length: 8 * 8 }, () => [255, 0, 0]).flat();
  const tensor = { name: 'pixels', datatype: 'UINT8', shape: [1, 8, 8, 3], data: pixels };
  for (const told of [
    await weather.infer('colours', [tensor], { id: '7' }),
    await weather.inferVersion('colours', '2', [tensor], { id: '7' }),
  ]) {
    check(told.id === '7' && told.outputs.some(({ data }) => data.includes('red')), told);
  }
  const wrong = await refusal(weather.infer('colours', [{ ...tensor, name: 'sound' }]));
  check(wrong.type === 'about:blank' && wrong.status === 400 && wrong.detail.includes('sound'), wrong);

  // Operation.
  check((await weather.contract()).openapi === '3.1.0');
  check((await weather.live()).status === 'live' && (await weather.ready()).status === 'ready');
  check((await weather.metrics()).includes('weather_answers_total'));

  const methods = Object.getOwnPropertyNames(WeatherClient.prototype).filter((method) => method !== 'constructor');
  check(methods.every((method) => called.has(method)), methods.filter((method) => !called.has(method)));
  return 'every method was called';
}

function check(holds, found) {
  if (!holds) throw new Error(`it is not so: ${JSON.stringify(found)}`);
}

async function refusal(call) {
  try {
    await call;
  } catch (error) {
    if (error instanceof WeatherError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

async function all(events) {
  const found = [];
  for await (const event of events) found.push(event);
  return found;
}
