"""python calls.py ADDRESS KEY FOLDER URL: calls every method of the client in Python, and looks at what comes."""

import base64
import io
import pathlib
import sys

from weather import WeatherClient, WeatherError

address, key, folder, url = sys.argv[1:]
red = pathlib.Path(folder, "red.png")
called = set()


class Recorder(WeatherClient):
    def __getattribute__(self, name):
        called.add(name)
        return super().__getattribute__(name)


def refusal(call, *arguments, **more):
    try:
        call(*arguments, **more)
    except WeatherError as error:
        return error
    raise AssertionError("was not refused")


weather = Recorder(address + "/", key)

# One photo, in each form that a file has.
for photo in [red, str(red), red.read_bytes(), io.BytesIO(red.read_bytes())]:
    answer = weather.classify(photo)
    assert answer["verdict"] == "red" and answer["confidence"] > 0.7, answer
with open(red, "rb") as file:
    assert weather.classify(file, model="colours:2", explain=True)["explanation"]["region"]["width"] > 0
assert weather.classify_url(url, model="colours")["label"] == "red"

# Several, of which one is bad; and a list of one, which is told of like any other.
first, second = weather.classify([red, b"words"])["answers"]
assert first["photo"] == "red.png" and second["error"]["type"] == "not-a-photo", second
assert [told["label"] for told in weather.classify([red])["answers"]] == ["red"]
(bad,) = weather.classify([b"words"])["answers"]
assert {**second, "id": bad["id"]} == bad, bad

problem = refusal(weather.classify, b"words")
assert (problem.type, problem.status) == ("not-a-photo", 422) and problem.instance.startswith("urn:uuid:")
assert "JPEG" in problem.detail and "JPEG" in str(problem)
assert refusal(weather.classify, [b"words"] * 101).limit == 100
assert refusal(weather.classify, red, model="nobody").type == "no-such-model"
assert refusal(WeatherClient(address).models).type == "no-key"
assert refusal(WeatherClient("http://127.0.0.1:1").live).type == "unreachable"
assert refusal(WeatherClient(url, timeout=5).live).type == "about:blank"

# Bundles.
assert weather.models()["models"][0]["labels"] == ["red", "blue"]
assert weather.model("colours:2")["version"] == 2
weather.promote("colours", version=2)
weather.promote("colours", version=1, canary="10%")
assert weather.model_live("colours")["trial"] == {"version": 1, "canary": "10%"}
assert "trial" not in weather.promote("colours", trial="end")

# Feedback.
receipt = weather.feedback(answer["id"], "blue", photo=red)
assert weather.feedback_one(receipt["id"])["given"] == "blue"
assert weather.feedback_photo(receipt["id"]).startswith(b"\xff\xd8")
assert weather.relabel_feedback(receipt["id"], "red")["given"] == "red"
assert receipt["id"] in [told["id"] for told in weather.feedback_list(label="red", limit=10)["feedback"]]
assert weather.feedback_stats()["tallies"]
assert weather.delete_feedback(receipt["id"], token=receipt["token"]) == {"id": receipt["id"]}
assert weather.feedback(first["id"], "blue").keys() == {"id", "token", "given"}

# Keys.
made = weather.create_key("python", ["classify"], rate="1/h")
visitor = WeatherClient(address, made["key"])
visitor.models()
busy = refusal(visitor.models)
assert (busy.type, busy.status) == ("too-many-requests", 429) and busy.retry_after > 0
assert made["id"] in [told["id"] for told in weather.keys()["keys"]]
assert "revoked" in weather.revoke_key("python")

# Trainings.
with open(pathlib.Path(folder, "dataset.zip"), "rb") as dataset:
    job = weather.start_training("colours", settings={"epochs": 1}, dataset_file=dataset)
assert weather.start_training("colours", dataset=job["dataset"])["state"] == "queued"
assert job["id"] in [told["id"] for told in weather.trainings(limit=10)["jobs"]]
assert weather.training(job["id"])["settings"] == {"epochs": "1"}
assert weather.cancel_training(job["id"])["state"] == "cancelled"
events = list(weather.training_events(job["id"]))
assert events[-1]["state"] == "cancelled", events
assert list(weather.training_events(job["id"], last_event_id=events[-1]["sequence"])) == []
assert weather.training_log(job["id"]) == ""
assert refusal(weather.training, "a b?c").status == 404

# The Open Inference Protocol.
assert weather.inference_server()["name"]
assert weather.inference_live()["live"] and weather.inference_ready()["ready"]
assert weather.inference_model("colours")["versions"]
assert weather.inference_model_version("colours", "2")["inputs"]
assert weather.inference_model_ready("colours")["ready"]
assert weather.inference_model_ready_version("colours", "2")["ready"]
tensor = {"name": "photo", "datatype": "BYTES", "shape": [1], "data": [base64.b64encode(red.read_bytes()).decode()]}
for told in [weather.infer("colours", [tensor], id="7"), weather.infer_version("colours", "2", [tensor], id="7")]:
    assert told["id"] == "7" and any("red" in output["data"] for output in told["outputs"]), told
wrong = refusal(weather.infer, "colours", [{**tensor, "name": "sound"}])
assert (wrong.type, wrong.status) == ("about:blank", 400) and "sound" in wrong.detail

# Operation.
assert weather.contract()["openapi"] == "3.1.0"
assert weather.live()["status"] == "live" and weather.ready()["status"] == "ready"
assert "weather_answers_total" in weather.metrics()

left = {name for name in vars(WeatherClient) if not name.startswith("_")} - called
assert not left, f"never called: {left}"
print("every method was called")
