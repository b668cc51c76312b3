// The types of weather.js. Generated from the server's OpenAPI document: see docs/clients.md.

/** A file to send: a File or a Blob, its bytes, or, in Node, its path. */
export type FileSource = Blob | ArrayBuffer | Uint8Array | string | URL;

export interface Answer {
  /**
   * Names the answer. Where the server takes feedback it is signed, and tells `/v1/feedback` which bundle said what,
   * and when; nothing of the photo is in it.
   */
  id: string;
  label: Label;
  /** The label, or `unsure` below the bundle's threshold. */
  verdict: Label | 'unsure';
  /** The calibrated probability of the label. */
  confidence: number;
  /** Of every label; they add up to 1. */
  probabilities: Record<string, number>;
  /** The bundle that answered, as `name:version`. */
  model: string;
  /** What was done to the photo, such as `exif-orientation-6`. */
  applied: string[];
  millis: AnswerMillis;
  /** The file's name, as it was sent in a form. */
  photo?: string;
  explanation?: Explanation;
}

/** A label of the bundle that answers. */
export type Label = string;

export interface AnswerMillis {
  decode: number;
  classify: number;
}

export interface Explanation {
  /** A transparent PNG as a data URI, to be laid over the upright photo. */
  heatmap: string;
  /** The most telling part, in pixels of the upright photo. */
  region: ExplanationRegion;
  /** Of a photo from a web address: the photo, at most 512 pixels a side and without metadata, as a data URI. */
  preview?: string;
}

/** The most telling part, in pixels of the upright photo. */
export interface ExplanationRegion {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Answers {
  answers: (Answer | Failed)[];
}

export interface Failed {
  id: string;
  photo?: string;
  error: Refusal;
}

export interface Refusal {
  type: ProblemType;
  title: string;
  status: number;
  detail: string;
  limit?: number;
}

export type ProblemType = 'not-a-photo' | 'unsupported-format' | 'photo-too-large' | 'bad-request' | 'not-found' |
 'no-such-model' | 'method-not-allowed' | 'too-slow' | 'request-too-large' | 'unsupported-body' | 'no-key' |
 'not-allowed' | 'conflict' | 'too-many-requests' | 'busy' | 'unavailable' | 'no-trainer' | 'not-ready' |
 'shutting-down' | 'url-refused' | 'url-unreachable' | 'url-timeout' | 'internal';

export interface Models {
  models: Model[];
}

/** A bundle's manifest. */
export interface Model {
  format: number;
  name: string;
  version: number;
  created: string;
  labels: string[];
  preparation: ModelPreparation;
  temperature: number;
  unsureThreshold: number;
  metrics?: Record<string, unknown>;
  provenance?: Record<string, unknown>;
  licence: string;
  files: Record<string, string>;
}

export interface ModelPreparation {
  width: number;
  height: number;
  fit: 'squash' | 'crop';
}

/** Which versions of a bundle answer. */
export interface Live {
  name: string;
  /** All that there are. */
  versions: number[];
  /** Whether one was promoted; if not, the newest is live. */
  promoted: boolean;
  /** That answers. */
  live: number;
  /** That was live before, and is again after a roll-back; absent where there is none to go back to. */
  previous?: number;
  /** Absent where there is none. */
  trial?: LiveTrial;
  /** What each version says of itself, the newest first. */
  bundles: LiveBundle[];
  /** Of each version that this server has open, the live one first. */
  figures: Figures[];
}

/** Absent where there is none. */
export interface LiveTrial {
  /** That is tried out. */
  version: number;
  /** Of the requests that name no version, `1%` to `50%`. */
  canary?: string;
  shadow?: true;
}

export interface LiveBundle {
  version: number;
  created: string;
  /** That it was measured on; absent where it was not. */
  photos?: number;
  /** Of those. */
  wrong?: number;
}

/** How a version answers on this server. Shares and means are absent before the first answer. */
export interface Figures {
  /** The bundle's `name:version`. */
  model: string;
  /** When counting began. */
  since: string;
  answers: number;
  /** Share of answers whose verdict is `unsure`. */
  unsure?: number;
  /** Mean. */
  confidence?: number;
  /** Mean time from bytes to answer. */
  millis?: number;
  /** Of a shadow: share of its answers that have the live version's verdict. */
  agreement?: number;
  /** Of a shadow: photos that it was not asked about, because there was no time for it. */
  skipped?: number;
}

export interface Receipt {
  /** 12 hex digits. */
  id: string;
  /** Takes it back; it cannot be had again. */
  token: string;
  /** The label. */
  given: string;
  /** When the photo goes; absent where none is kept. */
  expires?: string;
}

export interface FeedbackPage {
  feedback: Feedback[];
  /** Where it goes on, for `after`; absent at the end. */
  next?: string;
}

export interface Feedback {
  /** 12 hex digits. */
  id: string;
  /** Which bundle answered. */
  bundle: string;
  /** The most probable label of the answer. */
  answered: string;
  /** That label, or `unsure`. */
  verdict: string;
  /** Of the answer. */
  confidence: number;
  /** What the visitor says; perhaps the same. */
  given: string;
  /** When it was answered. */
  answeredAt: string;
  /** When the visitor said so. */
  givenAt: string;
  /** SHA-256 of the photo's file, where one is kept. */
  photo?: string;
  /** When the photo goes. */
  expires?: string;
}

export interface FeedbackStats {
  tallies: FeedbackStatsTally[];
}

export interface FeedbackStatsTally {
  /** Which bundle answered. */
  bundle: string;
  /** Its label. */
  answered: string;
  /** The visitors' label. */
  given: string;
  count: number;
}

export interface DeleteFeedbackReply {
  id: string;
}

export interface NewKey {
  /** 12 hex digits; no secret. */
  id: string;
  /** As its maker calls it. */
  name: string;
  /** What it opens. */
  can: ('classify' | 'feedback' | 'train' | 'manage')[];
  /** Most requests in a time; absent where it has no limit of its own. */
  rate?: string;
  /** When it was made. */
  created: string;
  /** When it ends; absent where it does not. */
  expires?: string;
  /** Since when it opens nothing; absent where it was never revoked. */
  revoked?: string;
  /** To the minute; absent where it never was. */
  lastUsed?: string;
  /** What its holder sends: it cannot be had again. */
  key: string;
}

export interface Keys {
  keys: Key[];
}

export interface Key {
  /** 12 hex digits; no secret. */
  id: string;
  /** As its maker calls it. */
  name: string;
  /** What it opens. */
  can: ('classify' | 'feedback' | 'train' | 'manage')[];
  /** Most requests in a time; absent where it has no limit of its own. */
  rate?: string;
  /** When it was made. */
  created: string;
  /** When it ends; absent where it does not. */
  expires?: string;
  /** Since when it opens nothing; absent where it was never revoked. */
  revoked?: string;
  /** To the minute; absent where it never was. */
  lastUsed?: string;
}

/** One of these. */
export interface DatasetSource {
  /** A folder among the server's datasets. */
  folder?: string;
  /** A zip file that was sent with an earlier job. */
  upload?: string;
  /** Photos that visitors let us keep, with the labels that they gave. */
  feedback?: true;
}

/** Options of `weather train`. */
export interface TrainingSettings {
  epochs?: number | string;
  'freeze-epochs'?: number | string;
  size?: number | string;
  'learn-size'?: number | string;
  batch?: number | string;
  patience?: number | string;
  seed?: number | string;
  lr?: number | string;
  'lr-body'?: number | string;
  'weight-decay'?: number | string;
  smoothing?: number | string;
  mixup?: number | string;
  'hold-out'?: number | string;
  'average-decay'?: number | string;
  keep?: number | string;
  valid?: number | string;
  augment?: string;
  /** `a,b` or `new=old+old,b` */
  labels?: string;
}

export interface TrainingJob {
  id: string;
  bundle: string;
  dataset: DatasetSource[];
  from?: string;
  settings: TrainingSettings;
  state: 'queued' | 'running' | 'stopping' | 'done' | 'failed' | 'cancelled';
  /** The id of a key; missing where the command line made it. */
  createdBy?: string;
  created: string;
  started?: string;
  ended?: string;
  /** How many workers took it. */
  attempts: number;
  /** Who has it, or had it last. */
  worker?: string;
  progress?: TrainingProgress;
  /** The bundle that was made, as `name:version`. */
  result?: string;
  /** Why it failed. */
  error?: string;
}

export interface TrainingProgress {
  epoch: number;
  epochs: number;
  /** Learnt from in this epoch. */
  photos: number;
  photosAnEpoch: number;
  /** The epoch's mean so far. */
  loss: number;
  /** Of the last epoch that is done, on photos that are not learnt from. */
  heldOutLoss?: number;
  /** The share of wrong answers to those. */
  heldOutError?: number;
  photosPerSecond: number;
  secondsLeft?: number;
}

export interface TrainingJobs {
  jobs: TrainingJob[];
}

/** What happened to a job: it has one of `state`, `progress` and `log`. */
export interface TrainingEvent {
  /** Counts up from 1 within the job. */
  sequence: number;
  at: string;
  state?: string;
  progress?: TrainingProgress;
  log?: string;
}

export interface InferenceServer {
  name: string;
  version: string;
  extensions: string[];
}

export interface InferenceLive {
  live: true;
}

export interface InferenceReady {
  name?: string;
  ready: true;
}

export interface InferenceModel {
  name: string;
  versions: string[];
  platform: string;
  inputs: InferenceModelInput[];
  outputs: InferenceModelOutput[];
  properties?: Record<string, string>;
}

export interface InferenceModelInput {
  name: string;
  datatype: string;
  /** -1 for any length. */
  shape: number[];
}

export interface InferenceModelOutput {
  name: string;
  datatype: string;
  /** -1 for any length. */
  shape: number[];
}

export interface InferenceRequestInput {
  name: 'photo' | 'pixels';
  datatype: 'BYTES' | 'UINT8';
  shape: number[];
  parameters?: Record<string, unknown>;
  /** Base64 of photo files, or numbers from 0 to 255, however nested. */
  data?: unknown[];
}

export interface InferenceRequestOutput {
  name: 'probabilities' | 'label' | 'verdict' | 'confidence';
  parameters?: Record<string, unknown>;
}

export interface InferenceAnswer {
  model_name: string;
  model_version: string;
  id?: string;
  outputs: InferenceAnswerOutput[];
}

export interface InferenceAnswerOutput {
  name: string;
  datatype: string;
  shape: number[];
  parameters?: Record<string, unknown>;
  data?: unknown[];
}

export interface Health {
  status: 'live' | 'ready';
}

/** What the server, or the way to it, had against a request: a problem of RFC 9457. */
export class WeatherError extends Error {
  constructor(
    problem: Pick<WeatherError, 'type' | 'title' | 'status' | 'detail'> & Partial<WeatherError>,
    options?: ErrorOptions,
  );
  /** For programs. */
  type: ProblemType | 'about:blank' | 'unreachable';
  /** The same for every problem of the type. */
  title: string;
  /** Of HTTP; 0 where no answer came. */
  status: number;
  /** For people: what was found, the rule that it breaks and the way out. */
  detail: string;
  /** `urn:uuid:` and the request's id, which is also in the server's log. */
  instance?: string;
  /** The limit that was passed, where there is one. */
  limit?: number;
  /** After how many seconds to try again, where the server says so. */
  retryAfter?: number;
}

/** Calls a server, with a method for each of its operations. */
export class WeatherClient {
  /**
   * @param address - Where the server is, with its base path if it has one.
   * @param options - The key is sent along, where the server asks for one. The timeout is how many seconds the server
   *     may take to answer, or be silent between events.
   */
  constructor(address: string | URL, options?: { key?: string; timeout?: number });
  /** Classifies one photo or several. */
  classify(photo: FileSource, options?: { model?: string; explain?: boolean }): Promise<Answer>;
  /** Classifies one photo or several. */
  classify(photo: FileSource[], options?: { model?: string; explain?: boolean }): Promise<Answers>;
  /** Classifies the photo at a web address. */
  classifyUrl(url: string, options?: { model?: string; explain?: boolean }): Promise<Answer>;
  /** Lists the bundles that answer. */
  models(): Promise<Models>;
  /** Shows a bundle. */
  model(ref: string): Promise<Model>;
  /** Shows which versions of a bundle answer, and how they do. */
  modelLive(name: string): Promise<Live>;
  /** Promotes a version, tries one out, or goes back. */
  promote(
    name: string,
    options?: { version?: number; canary?: string; shadow?: true; rollback?: true; trial?: 'end' },
  ): Promise<Live>;
  /** Says what an answer should have been. */
  feedback(id: string, label: string, options?: { photo?: FileSource }): Promise<Receipt>;
  /** Lists feedback. */
  feedbackList(options?: { bundle?: string; label?: string; after?: string; limit?: number }): Promise<FeedbackPage>;
  /** Counts feedback. */
  feedbackStats(): Promise<FeedbackStats>;
  /** Shows one piece of feedback. */
  feedbackOne(id: string): Promise<Feedback>;
  /** Gives feedback another label. */
  relabelFeedback(id: string, label: string): Promise<Feedback>;
  /** Takes feedback back. */
  deleteFeedback(id: string, options?: { token?: string }): Promise<DeleteFeedbackReply>;
  /** Shows the photo that a visitor gave along. */
  feedbackPhoto(id: string): Promise<Blob>;
  /** Makes a key. */
  createKey(
    name: string,
    can: ('classify' | 'feedback' | 'train' | 'manage')[],
    options?: { expires?: string; rate?: string },
  ): Promise<NewKey>;
  /** Lists all keys. */
  keys(): Promise<Keys>;
  /** Revokes a key. */
  revokeKey(id: string): Promise<Key>;
  /** Starts a training. */
  startTraining(
    bundle: string,
    options?: { from?: string; dataset?: DatasetSource[]; settings?: TrainingSettings; datasetFile?: FileSource },
  ): Promise<TrainingJob>;
  /** Lists trainings. */
  trainings(options?: { limit?: number }): Promise<TrainingJobs>;
  /** Tells how a training goes. */
  training(id: string): Promise<TrainingJob>;
  /** Calls a training off. */
  cancelTraining(id: string): Promise<TrainingJob>;
  /** Tells what happens to a training, as it happens. */
  trainingEvents(id: string, options?: { lastEventId?: number }): AsyncGenerator<TrainingEvent, void>;
  /** Shows a training's log. */
  trainingLog(id: string): Promise<string>;
  /** Says what the server is. */
  inferenceServer(): Promise<InferenceServer>;
  /** Whether the server lives. */
  inferenceLive(): Promise<InferenceLive>;
  /** Whether all bundles answer. */
  inferenceReady(): Promise<InferenceReady>;
  /** Says what a bundle takes and gives. */
  inferenceModel(model: string): Promise<InferenceModel>;
  /** Whether a bundle answers. */
  inferenceModelReady(model: string): Promise<InferenceReady>;
  /** Classifies photos as tensors. */
  infer(
    model: string,
    inputs: InferenceRequestInput[],
    options?: { id?: string; parameters?: Record<string, unknown>; outputs?: InferenceRequestOutput[] },
  ): Promise<InferenceAnswer>;
  /** Says what a bundle takes and gives. */
  inferenceModelVersion(model: string, version: string): Promise<InferenceModel>;
  /** Whether a bundle answers. */
  inferenceModelReadyVersion(model: string, version: string): Promise<InferenceReady>;
  /** Classifies photos as tensors. */
  inferVersion(
    model: string,
    version: string,
    inputs: InferenceRequestInput[],
    options?: { id?: string; parameters?: Record<string, unknown>; outputs?: InferenceRequestOutput[] },
  ): Promise<InferenceAnswer>;
  /** This document. */
  contract(): Promise<Record<string, unknown>>;
  /** Whether the process lives. */
  live(): Promise<Health>;
  /** Whether it can answer photos. */
  ready(): Promise<Health>;
  /** Figures for Prometheus. */
  metrics(): Promise<string>;
}
