"""A client of Weather Inference, for Python 3.9 and later, with nothing but the standard library.

    from weather import WeatherClient, WeatherError

    weather = WeatherClient("http://127.0.0.1:8080")
    answer = weather.classify("rain.jpg")
    print(answer["verdict"], answer["confidence"])

Generated from the server's OpenAPI document: see docs/clients.md.
"""

from __future__ import annotations

import http.client
import json
import os
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TypedDict, TypeVar, Union, overload
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from typing_extensions import NotRequired

FileSource = Union[str, "os.PathLike[str]", bytes, BinaryIO]
"""A file to send: its path, its bytes, or itself, opened for reading bytes."""

AnyFile = TypeVar("AnyFile", bound=FileSource)


class Answer(TypedDict):
    id: str
    """Names the answer. Where the server takes feedback it is signed, and tells `/v1/feedback` which bundle said what,
    and when; nothing of the photo is in it."""
    label: Label
    verdict: Label | Literal["unsure"]
    """The label, or `unsure` below the bundle's threshold."""
    confidence: float
    """The calibrated probability of the label."""
    probabilities: dict[str, float]
    """Of every label; they add up to 1."""
    model: str
    """The bundle that answered, as `name:version`."""
    applied: list[str]
    """What was done to the photo, such as `exif-orientation-6`."""
    millis: AnswerMillis
    photo: NotRequired[str]
    """The file's name, as it was sent in a form."""
    explanation: NotRequired[Explanation]


Label = str
"""A label of the bundle that answers."""


class AnswerMillis(TypedDict):
    decode: float
    classify: float


class Explanation(TypedDict):
    heatmap: str
    """A transparent PNG as a data URI, to be laid over the upright photo."""
    region: ExplanationRegion
    """The most telling part, in pixels of the upright photo."""
    preview: NotRequired[str]
    """Of a photo from a web address: the photo, at most 512 pixels a side and without metadata, as a data URI."""


class ExplanationRegion(TypedDict):
    """The most telling part, in pixels of the upright photo."""

    x: int
    y: int
    width: int
    height: int


class Answers(TypedDict):
    answers: list[Answer | Failed]


class Failed(TypedDict):
    id: str
    photo: NotRequired[str]
    error: Refusal


class Refusal(TypedDict):
    type: ProblemType
    title: str
    status: int
    detail: str
    limit: NotRequired[int]


ProblemType = Literal[
    "not-a-photo",
    "unsupported-format",
    "photo-too-large",
    "bad-request",
    "not-found",
    "no-such-model",
    "method-not-allowed",
    "too-slow",
    "request-too-large",
    "unsupported-body",
    "no-key",
    "not-allowed",
    "conflict",
    "too-many-requests",
    "busy",
    "unavailable",
    "no-trainer",
    "not-ready",
    "shutting-down",
    "url-refused",
    "url-unreachable",
    "url-timeout",
    "internal",
]


class Models(TypedDict):
    models: list[Model]


class Model(TypedDict):
    """A bundle's manifest."""

    format: int
    name: str
    version: int
    created: str
    labels: list[str]
    preparation: ModelPreparation
    temperature: float
    unsureThreshold: float
    metrics: NotRequired[dict[str, Any]]
    provenance: NotRequired[dict[str, Any]]
    licence: str
    files: dict[str, str]


class ModelPreparation(TypedDict):
    width: int
    height: int
    fit: Literal["squash", "crop"]


class Live(TypedDict):
    """Which versions of a bundle answer."""

    name: str
    versions: list[int]
    """All that there are."""
    promoted: bool
    """Whether one was promoted; if not, the newest is live."""
    live: int
    """That answers."""
    previous: NotRequired[int]
    """That was live before, and is again after a roll-back; absent where there is none to go back to."""
    trial: NotRequired[LiveTrial]
    """Absent where there is none."""
    bundles: list[LiveBundle]
    """What each version says of itself, the newest first."""
    figures: list[Figures]
    """Of each version that this server has open, the live one first."""


class LiveTrial(TypedDict):
    """Absent where there is none."""

    version: int
    """That is tried out."""
    canary: NotRequired[str]
    """Of the requests that name no version, `1%` to `50%`."""
    shadow: NotRequired[Literal[True]]


class LiveBundle(TypedDict):
    version: int
    created: str
    photos: NotRequired[int]
    """That it was measured on; absent where it was not."""
    wrong: NotRequired[int]
    """Of those."""


class Figures(TypedDict):
    """How a version answers on this server. Shares and means are absent before the first answer."""

    model: str
    """The bundle's `name:version`."""
    since: str
    """When counting began."""
    answers: int
    unsure: NotRequired[float]
    """Share of answers whose verdict is `unsure`."""
    confidence: NotRequired[float]
    """Mean."""
    millis: NotRequired[float]
    """Mean time from bytes to answer."""
    agreement: NotRequired[float]
    """Of a shadow: share of its answers that have the live version's verdict."""
    skipped: NotRequired[int]
    """Of a shadow: photos that it was not asked about, because there was no time for it."""


class Receipt(TypedDict):
    id: str
    """12 hex digits."""
    token: str
    """Takes it back; it cannot be had again."""
    given: str
    """The label."""
    expires: NotRequired[str]
    """When the photo goes; absent where none is kept."""


class FeedbackPage(TypedDict):
    feedback: list[Feedback]
    next: NotRequired[str]
    """Where it goes on, for `after`; absent at the end."""


class Feedback(TypedDict):
    id: str
    """12 hex digits."""
    bundle: str
    """Which bundle answered."""
    answered: str
    """The most probable label of the answer."""
    verdict: str
    """That label, or `unsure`."""
    confidence: float
    """Of the answer."""
    given: str
    """What the visitor says; perhaps the same."""
    answeredAt: str
    """When it was answered."""
    givenAt: str
    """When the visitor said so."""
    photo: NotRequired[str]
    """SHA-256 of the photo's file, where one is kept."""
    expires: NotRequired[str]
    """When the photo goes."""


class FeedbackStats(TypedDict):
    tallies: list[FeedbackStatsTally]


class FeedbackStatsTally(TypedDict):
    bundle: str
    """Which bundle answered."""
    answered: str
    """Its label."""
    given: str
    """The visitors' label."""
    count: int


class DeleteFeedbackReply(TypedDict):
    id: str


class NewKey(TypedDict):
    id: str
    """12 hex digits; no secret."""
    name: str
    """As its maker calls it."""
    can: list[Literal["classify", "feedback", "train", "manage"]]
    """What it opens."""
    rate: NotRequired[str]
    """Most requests in a time; absent where it has no limit of its own."""
    created: str
    """When it was made."""
    expires: NotRequired[str]
    """When it ends; absent where it does not."""
    revoked: NotRequired[str]
    """Since when it opens nothing; absent where it was never revoked."""
    lastUsed: NotRequired[str]
    """To the minute; absent where it never was."""
    key: str
    """What its holder sends: it cannot be had again."""


class Keys(TypedDict):
    keys: list[Key]


class Key(TypedDict):
    id: str
    """12 hex digits; no secret."""
    name: str
    """As its maker calls it."""
    can: list[Literal["classify", "feedback", "train", "manage"]]
    """What it opens."""
    rate: NotRequired[str]
    """Most requests in a time; absent where it has no limit of its own."""
    created: str
    """When it was made."""
    expires: NotRequired[str]
    """When it ends; absent where it does not."""
    revoked: NotRequired[str]
    """Since when it opens nothing; absent where it was never revoked."""
    lastUsed: NotRequired[str]
    """To the minute; absent where it never was."""


class DatasetSource(TypedDict):
    """One of these."""

    folder: NotRequired[str]
    """A folder among the server's datasets."""
    upload: NotRequired[str]
    """A zip file that was sent with an earlier job."""
    feedback: NotRequired[Literal[True]]
    """Photos that visitors let us keep, with the labels that they gave."""


TrainingSettings = TypedDict(
    "TrainingSettings",
    {
        "epochs": "NotRequired[int | str]",
        "freeze-epochs": "NotRequired[int | str]",
        "size": "NotRequired[int | str]",
        "learn-size": "NotRequired[int | str]",
        "batch": "NotRequired[int | str]",
        "patience": "NotRequired[int | str]",
        "seed": "NotRequired[int | str]",
        "lr": "NotRequired[float | str]",
        "lr-body": "NotRequired[float | str]",
        "weight-decay": "NotRequired[float | str]",
        "smoothing": "NotRequired[float | str]",
        "mixup": "NotRequired[float | str]",
        "hold-out": "NotRequired[float | str]",
        "average-decay": "NotRequired[float | str]",
        "keep": "NotRequired[float | str]",
        "valid": "NotRequired[float | str]",
        "augment": "NotRequired[str]",
        "labels": "NotRequired[str]",
    },
)
"""Options of `weather train`."""


TrainingJob = TypedDict(
    "TrainingJob",
    {
        "id": "str",
        "bundle": "str",
        "dataset": "list[DatasetSource]",
        "from": "NotRequired[str]",
        "settings": "TrainingSettings",
        "state": "Literal['queued', 'running', 'stopping', 'done', 'failed', 'cancelled']",
        "createdBy": "NotRequired[str]",
        "created": "str",
        "started": "NotRequired[str]",
        "ended": "NotRequired[str]",
        "attempts": "int",
        "worker": "NotRequired[str]",
        "progress": "NotRequired[TrainingProgress]",
        "result": "NotRequired[str]",
        "error": "NotRequired[str]",
    },
)


class TrainingProgress(TypedDict):
    epoch: int
    epochs: int
    photos: int
    """Learnt from in this epoch."""
    photosAnEpoch: int
    loss: float
    """The epoch's mean so far."""
    heldOutLoss: NotRequired[float]
    """Of the last epoch that is done, on photos that are not learnt from."""
    heldOutError: NotRequired[float]
    """The share of wrong answers to those."""
    photosPerSecond: float
    secondsLeft: NotRequired[int]


class TrainingJobs(TypedDict):
    jobs: list[TrainingJob]


class TrainingEvent(TypedDict):
    """What happened to a job: it has one of `state`, `progress` and `log`."""

    sequence: int
    """Counts up from 1 within the job."""
    at: str
    state: NotRequired[str]
    progress: NotRequired[TrainingProgress]
    log: NotRequired[str]


class InferenceServer(TypedDict):
    name: str
    version: str
    extensions: list[str]


class InferenceLive(TypedDict):
    live: Literal[True]


class InferenceReady(TypedDict):
    name: NotRequired[str]
    ready: Literal[True]


class InferenceModel(TypedDict):
    name: str
    versions: list[str]
    platform: str
    inputs: list[InferenceModelInput]
    outputs: list[InferenceModelOutput]
    properties: NotRequired[dict[str, str]]


class InferenceModelInput(TypedDict):
    name: str
    datatype: str
    shape: list[int]
    """-1 for any length."""


class InferenceModelOutput(TypedDict):
    name: str
    datatype: str
    shape: list[int]
    """-1 for any length."""


class InferenceRequestInput(TypedDict):
    name: Literal["photo", "pixels"]
    datatype: Literal["BYTES", "UINT8"]
    shape: list[int]
    parameters: NotRequired[dict[str, Any]]
    data: NotRequired[list[Any]]
    """Base64 of photo files, or numbers from 0 to 255, however nested."""


class InferenceRequestOutput(TypedDict):
    name: Literal["probabilities", "label", "verdict", "confidence"]
    parameters: NotRequired[dict[str, Any]]


class InferenceAnswer(TypedDict):
    model_name: str
    model_version: str
    id: NotRequired[str]
    outputs: list[InferenceAnswerOutput]


class InferenceAnswerOutput(TypedDict):
    name: str
    datatype: str
    shape: list[int]
    parameters: NotRequired[dict[str, Any]]
    data: NotRequired[list[Any]]


class Health(TypedDict):
    status: Literal["live", "ready"]


class WeatherError(Exception):
    """What the server, or the way to it, had against a request: a problem of RFC 9457."""

    type: str
    """For programs: one of `ProblemType`, "about:blank" where the status says all, or "unreachable"."""
    title: str
    """The same for every problem of the type."""
    status: int
    """Of HTTP; 0 where no answer came."""
    detail: str
    """For people: what was found, the rule that it breaks and the way out."""
    instance: str | None
    """`urn:uuid:` and the request's id, which is also in the server's log."""
    limit: int | None
    """The limit that was passed, where there is one."""
    retry_after: int | None
    """After how many seconds to try again, where the server says so."""

    def __init__(
        self,
        type: str,
        title: str,
        status: int,
        detail: str,
        instance: str | None = None,
        limit: int | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(type, title, status, detail, instance, limit, retry_after)
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.instance = instance
        self.limit = limit
        self.retry_after = retry_after

    def __str__(self) -> str:
        return f"{self.title}: {self.detail} ({self.type}, {self.status})"


class WeatherClient:
    """Calls a server, with a method for each of its operations. May be shared by threads.

    Each method raises a `WeatherError` where the server refuses or cannot be reached.

    address: where the server is, with its base path if it has one
    key: is sent along, where the server asks for one
    timeout: how many seconds the server may be silent
    """

    def __init__(
        self, address: str = "http://127.0.0.1:8080", key: str | None = None, timeout: float = 60.0
    ) -> None:
        if not address.startswith(("http://", "https://")):
            raise ValueError(f'the address is "{address}", must start with http:// or https://')
        self._address = address.rstrip("/")
        self._key = key
        self._timeout = timeout

    @overload
    def classify(self, photo: FileSource, *, model: str | None = None, explain: bool | None = None) -> Answer: ...

    @overload
    def classify(self, photo: list[AnyFile], *, model: str | None = None, explain: bool | None = None) -> Answers: ...

    def classify(
        self,
        photo: FileSource | list[AnyFile],
        *,
        model: str | None = None,
        explain: bool | None = None,
    ) -> Answer | Answers:
        """Classifies one photo or several.

        Several photos give `answers` in their order, each an answer or an error, with status 200: a bad photo hurts no
        other.

        photo: JPEG, PNG, WebP, GIF or BMP, told by its bytes.
        model: The bundle that shall answer: `name` or `name:version` of one that is served. Without it, the first.
        explain: Whether the answer shall tell which part of the photo decided.
        """
        return self._classified(photo, "POST", "/v1/classify", query={"model": model, "explain": explain})

    def classify_url(self, url: str, *, model: str | None = None, explain: bool | None = None) -> Answer:
        """Classifies the photo at a web address.

        url: Where the photo is: http or https, on the public internet.
        model: The bundle that shall answer: `name` or `name:version` of one that is served. Without it, the first.
        explain: Whether the answer shall tell which part of the photo decided.
        """
        return self._json("GET", "/v1/classify", query={"url": url, "model": model, "explain": explain})

    def models(self) -> Models:
        """Lists the bundles that answer.

        The first answers where a request names none.
        """
        return self._json("GET", "/v1/models")

    def model(self, ref: str) -> Model:
        """Shows a bundle.

        ref: `name` or `name:version`.
        """
        return self._json("GET", f"/v1/models/{_segment(ref)}")

    def model_live(self, name: str) -> Live:
        """Shows which versions of a bundle answer, and how they do.

        The figures are this server's own, since it began to answer with the version, or since the trial began.

        name: Of a bundle that is served, without a version.
        """
        return self._json("GET", f"/v1/models/{_segment(name)}/live")

    def promote(
        self,
        name: str,
        *,
        version: int | None = None,
        canary: str | None = None,
        shadow: Literal[True] | None = None,
        rollback: Literal[True] | None = None,
        trial: Literal["end"] | None = None,
    ) -> Live:
        """Promotes a version, tries one out, or goes back.

        Servers that share the store follow within their `reload` time; this one has when it answers. A promotion and a
        roll-back end a trial.

        name: Of a bundle that is served, without a version.
        version: Shall be live.
        canary: Of the requests that name no version, `1%` to `50%`.
        rollback: What was live before shall be live again.
        trial: What is live stays.
        """
        return self._json(
            "POST",
            f"/v1/models/{_segment(name)}/live",
            fields={"version": version, "canary": canary, "shadow": shadow, "rollback": rollback, "trial": trial},
        )

    def feedback(self, id: str, label: str, *, photo: FileSource | None = None) -> Receipt:
        """Says what an answer should have been.

        Without the photo only the two labels are kept. With the photo the server makes it anew out of its pixels,
        without its metadata, and keeps it for as long as it says. One answer can be told about once.

        id: The answer's `id`, as it is.
        label: What it should have been: a label of a bundle that is served.
        photo: The photo, from somebody who agrees that it is kept.
        """
        return self._json("POST", "/v1/feedback", fields={"id": id, "label": label}, files={"photo": photo})

    def feedback_list(
        self,
        *,
        bundle: str | None = None,
        label: str | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> FeedbackPage:
        """Lists feedback.

        The newest first.

        bundle: Only what is about answers of this bundle, `name:version`.
        label: Only what says this label.
        after: `next` of the page before.
        limit: How much at most; 100 where it is left out.
        """
        return self._json(
            "GET",
            "/v1/feedback",
            query={"bundle": bundle, "label": label, "after": after, "limit": limit},
        )

    def feedback_stats(self) -> FeedbackStats:
        """Counts feedback.

        How often each label was given for each that was answered.
        """
        return self._json("GET", "/v1/feedback/stats")

    def feedback_one(self, id: str) -> Feedback:
        """Shows one piece of feedback.

        With the hash of its photo, where one is kept.

        id: The feedback's id.
        """
        return self._json("GET", f"/v1/feedback/{_segment(id)}")

    def relabel_feedback(self, id: str, label: str) -> Feedback:
        """Gives feedback another label.

        What an operator sees in the photo.

        id: The feedback's id.
        label: A label of a bundle that is served.
        """
        return self._json("PATCH", f"/v1/feedback/{_segment(id)}", fields={"label": label})

    def delete_feedback(self, id: str, *, token: str | None = None) -> DeleteFeedbackReply:
        """Takes feedback back.

        With a key that manages, or by the visitor with `Authorization: Token TOKEN`.

        id: The feedback's id.
        token: The `token` of the feedback's receipt, by which a visitor takes it back.
        """
        return self._json("DELETE", f"/v1/feedback/{_segment(id)}", token=token)

    def feedback_photo(self, id: str) -> bytes:
        """Shows the photo that a visitor gave along.

        Until its time is over.

        id: The feedback's id.
        """
        return self._bytes("GET", f"/v1/feedback/{_segment(id)}/photo")

    def create_key(
        self,
        name: str,
        can: list[Literal["classify", "feedback", "train", "manage"]],
        *,
        expires: str | None = None,
        rate: str | None = None,
    ) -> NewKey:
        """Makes a key.

        The answer shows it, this once.

        name: 1 to 64 letters, digits, dots, hyphens or underscores.
        can: What it shall open.
        expires: For how long; without it, until it is revoked.
        rate: Most requests a second, minute or hour.
        """
        return self._json("POST", "/v1/keys", fields={"name": name, "can": can, "expires": expires, "rate": rate})

    def keys(self) -> Keys:
        """Lists all keys.

        The newest first, without their secrets.
        """
        return self._json("GET", "/v1/keys")

    def revoke_key(self, id: str) -> Key:
        """Revokes a key.

        Within a second it opens nothing any more, on any server that shares the database.

        id: The key's id, or its name.
        """
        return self._json("DELETE", f"/v1/keys/{_segment(id)}")

    def start_training(
        self,
        bundle: str,
        *,
        from_: str | None = None,
        dataset: list[DatasetSource] | None = None,
        settings: TrainingSettings | None = None,
        dataset_file: FileSource | None = None,
    ) -> TrainingJob:
        """Starts a training.

        A worker does it, one job after the other; what comes out is a new version of the bundle, which does not go live
        by itself.

        bundle: The name of the bundle to make.
        from_: The bundle to begin with; the standard one where it is left out.
        dataset: What is learnt from, all of it together; may be left out where a zip file is sent.
        dataset_file: A zip file with one folder a label, or a `photos.csv` beside the photos. It is one more of the
            job's sources.
        """
        return self._json(
            "POST",
            "/v1/training-jobs",
            fields={"bundle": bundle, "from": from_, "dataset": dataset, "settings": settings},
            files={"dataset": dataset_file},
            part="job",
        )

    def trainings(self, *, limit: int | None = None) -> TrainingJobs:
        """Lists trainings.

        The newest first.

        limit: How many of them.
        """
        return self._json("GET", "/v1/training-jobs", query={"limit": limit})

    def training(self, id: str) -> TrainingJob:
        """Tells how a training goes.

        id: The job's id.
        """
        return self._json("GET", f"/v1/training-jobs/{_segment(id)}")

    def cancel_training(self, id: str) -> TrainingJob:
        """Calls a training off.

        A job that waits is cancelled at once, one that is trained after some seconds; one that has ended stays as it
        is.

        id: The job's id.
        """
        return self._json("DELETE", f"/v1/training-jobs/{_segment(id)}")

    def training_events(self, id: str, *, last_event_id: int | None = None) -> Iterator[TrainingEvent]:
        """Tells what happens to a training, as it happens.

        Server-sent events: `state`, `progress` and `log`, each with a `TrainingEvent` as its data, from the first on.
        The stream ends with the job, and after five minutes in any case.

        id: The job's id.
        last_event_id: The id of the last event that the client has.
        """
        return self._events(f"/v1/training-jobs/{_segment(id)}/events", last_event_id)

    def training_log(self, id: str) -> str:
        """Shows a training's log.

        A line each, with its time.

        id: The job's id.
        """
        return self._text("GET", f"/v1/training-jobs/{_segment(id)}/log")

    def inference_server(self) -> InferenceServer:
        """Says what the server is."""
        return self._json("GET", "/v2")

    def inference_live(self) -> InferenceLive:
        """Whether the server lives."""
        return self._json("GET", "/v2/health/live")

    def inference_ready(self) -> InferenceReady:
        """Whether all bundles answer."""
        return self._json("GET", "/v2/health/ready")

    def inference_model(self, model: str) -> InferenceModel:
        """Says what a bundle takes and gives.

        model: A bundle's name.
        """
        return self._json("GET", f"/v2/models/{_segment(model)}")

    def inference_model_ready(self, model: str) -> InferenceReady:
        """Whether a bundle answers.

        model: A bundle's name.
        """
        return self._json("GET", f"/v2/models/{_segment(model)}/ready")

    def infer(
        self,
        model: str,
        inputs: list[InferenceRequestInput],
        *,
        id: str | None = None,
        parameters: dict[str, Any] | None = None,
        outputs: list[InferenceRequestOutput] | None = None,
    ) -> InferenceAnswer:
        """Classifies photos as tensors.

        `photo` takes photo files (BYTES; in JSON as base64), `pixels` RGB (UINT8). With the extension for binary data,
        the data follow the JSON. One photo that cannot be read refuses the request.

        model: A bundle's name.
        id: Given back.
        """
        return self._json(
            "POST",
            f"/v2/models/{_segment(model)}/infer",
            fields={"inputs": inputs, "id": id, "parameters": parameters, "outputs": outputs},
        )

    def inference_model_version(self, model: str, version: str) -> InferenceModel:
        """Says what a bundle takes and gives.

        model: A bundle's name.
        version: Its version.
        """
        return self._json("GET", f"/v2/models/{_segment(model)}/versions/{_segment(version)}")

    def inference_model_ready_version(self, model: str, version: str) -> InferenceReady:
        """Whether a bundle answers.

        model: A bundle's name.
        version: Its version.
        """
        return self._json("GET", f"/v2/models/{_segment(model)}/versions/{_segment(version)}/ready")

    def infer_version(
        self,
        model: str,
        version: str,
        inputs: list[InferenceRequestInput],
        *,
        id: str | None = None,
        parameters: dict[str, Any] | None = None,
        outputs: list[InferenceRequestOutput] | None = None,
    ) -> InferenceAnswer:
        """Classifies photos as tensors.

        `photo` takes photo files (BYTES; in JSON as base64), `pixels` RGB (UINT8). With the extension for binary data,
        the data follow the JSON. One photo that cannot be read refuses the request.

        model: A bundle's name.
        version: Its version.
        id: Given back.
        """
        return self._json(
            "POST",
            f"/v2/models/{_segment(model)}/versions/{_segment(version)}/infer",
            fields={"inputs": inputs, "id": id, "parameters": parameters, "outputs": outputs},
        )

    def contract(self) -> dict[str, Any]:
        """This document."""
        return self._json("GET", "/openapi.json")

    def live(self) -> Health:
        """Whether the process lives."""
        return self._json("GET", "/health/live")

    def ready(self) -> Health:
        """Whether it can answer photos.

        Ready when every bundle has answered its golden photos as recorded.
        """
        return self._json("GET", "/health/ready")

    def metrics(self) -> str:
        """Figures for Prometheus."""
        return self._text("GET", "/metrics")

    def _json(self, method: str, path: str, **request: Any) -> Any:
        try:
            return json.loads(self._bytes(method, path, **request))
        except ValueError as error:
            detail = f"{method} {self._address}{path} was answered with something else than JSON"
            raise WeatherError("about:blank", "No JSON", 200, detail) from error

    def _text(self, method: str, path: str) -> str:
        return self._bytes(method, path).decode()

    def _bytes(self, method: str, path: str, **request: Any) -> bytes:
        with self._send(method, path, **request) as response, self._reaching():
            return response.read()

    def _events(self, path: str, last: int | None) -> Iterator[Any]:
        """Asks again where a stream ends before there is nothing more to come, which is said by a 204."""
        while True:
            headers = {} if last is None else {"Last-Event-ID": str(last)}
            with self._send("GET", path, headers=headers) as response:
                if response.status == 204:
                    return
                while line := self._line(response):
                    if line.startswith(b"id:"):
                        last = int(line[3:])
                    elif line.startswith(b"data:"):
                        yield json.loads(line[5:])

    def _line(self, response: Any) -> bytes:
        with self._reaching():
            return response.readline()

    def _classified(self, files: Any, method: str, path: str, **request: Any) -> Any:
        """Tells of a list of one as of any other list: the server tells of one photo by itself."""
        several = isinstance(files, (list, tuple))
        try:
            answer = self._json(method, path, files={"photo": files}, **request)
        except WeatherError as error:
            if not several or len(files) != 1 or not _is_about_the_photo(error):
                raise
            told = {"type": error.type, "title": error.title, "status": error.status, "detail": error.detail}
            if error.limit is not None:
                told["limit"] = error.limit
            name = _name(files[0], "photo")
            return {"answers": [{"id": f"{(error.instance or '')[9:]}.1", "error": told, "photo": name}]}
        return {"answers": [answer]} if several and "answers" not in answer else answer

    def _send(
        self,
        method: str,
        path: str,
        query: dict[str, Any] | None = None,
        fields: dict[str, Any] | None = None,
        files: dict[str, Any] | None = None,
        part: str | None = None,
        token: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Any:
        """The answer, to be closed.

        fields: of the JSON that is sent
        files: sent in a form, the fields beside them
        part: of the form that has the fields as JSON; without it each is a part of its own
        token: sent in the key's place
        """
        headers = dict(headers or {})
        if token or self._key:
            headers["Authorization"] = f"Token {token}" if token else f"Bearer {self._key}"
        files = _given(files)
        data = None
        if files:
            boundary = uuid.uuid4().hex
            headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
            data = _form(boundary, _given(fields), files, part)
        elif fields is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(_given(fields)).encode()
        url = self._address + path
        if _given(query):
            url += "?" + urlencode({name: _word(value) for name, value in _given(query).items()})
        with self._reaching():
            return _OPENER.open(urllib.request.Request(url, data, headers, method=method), timeout=self._timeout)

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            yield
        except urllib.error.HTTPError as refusal:
            with refusal:
                raise _problem(refusal) from None
        except (OSError, http.client.HTTPException) as error:
            detail = f"{self._address}: {getattr(error, 'reason', error)}"
            raise WeatherError("unreachable", "The server cannot be reached", 0, detail) from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Where another address is named, the key does not go there."""

    def redirect_request(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def _is_about_the_photo(error: WeatherError) -> bool:
    return error.type in ("not-a-photo", "unsupported-format", "photo-too-large")


def _given(values: dict[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (values or {}).items() if value is not None}


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _segment(value: Any) -> str:
    return quote(str(value), safe="")


def _form(boundary: str, fields: dict[str, Any], files: dict[str, Any], part: str | None) -> bytes:
    body = bytearray()

    def add(name: str, more: str, content: bytes) -> None:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
        body.extend(head.encode() + content + b"\r\n")

    if part:
        add(part, "\r\nContent-Type: application/json", json.dumps(fields).encode())
    else:
        for name, value in fields.items():
            add(name, "", _word(value).encode())
    for name, sources in files.items():
        for source in sources if isinstance(sources, (list, tuple)) else [sources]:
            file_name = _name(source, name)
            for character, escape in (('"', "%22"), ("\r", "%0D"), ("\n", "%0A")):
                file_name = file_name.replace(character, escape)
            add(name, f'; filename="{file_name}"\r\nContent-Type: application/octet-stream', _content(source))
    return bytes(body + f"--{boundary}--\r\n".encode())


def _name(source: FileSource, otherwise: str) -> str:
    path = source if isinstance(source, (str, os.PathLike)) else getattr(source, "name", otherwise)
    return os.path.basename(str(path))


def _content(source: FileSource) -> bytes:
    if isinstance(source, (bytes, bytearray, memoryview)):
        return bytes(source)
    if isinstance(source, (str, os.PathLike)):
        with open(source, "rb") as file:
            return file.read()
    return source.read()


def _problem(refusal: urllib.error.HTTPError) -> WeatherError:
    try:
        told = json.loads(refusal.read())
    except (OSError, ValueError):
        told = None
    if not isinstance(told, dict):
        told = {}
    retry_after = refusal.headers.get("Retry-After", "")
    return WeatherError(
        told.get("type", "about:blank"),
        told.get("title", refusal.reason),
        refusal.code,
        told.get("detail") or told.get("error") or f"{refusal.url} was answered {refusal.code}",
        told.get("instance"),
        told.get("limit"),
        int(retry_after) if retry_after.isdigit() else None,
    )
