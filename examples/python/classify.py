"""python classify.py BUNDLE PHOTO…: the probabilities that `weather classify` tells, with ONNX Runtime alone."""
import json, sys
import numpy, onnxruntime
from PIL import Image, ImageOps

folder, *photos = sys.argv[1:]
bundle = json.load(open(f"{folder}/bundle.json"))
size = bundle["preparation"]["width"], bundle["preparation"]["height"]
network = onnxruntime.InferenceSession(f"{folder}/model.onnx")
for photo in photos:
    image = ImageOps.exif_transpose(Image.open(photo)).convert("RGB")
    squash = bundle["preparation"]["fit"] == "squash"
    image = image.resize(size, Image.BILINEAR) if squash else ImageOps.fit(image, size, Image.BILINEAR)
    (logits,), = network.run(["logits"], {network.get_inputs()[0].name: numpy.asarray(image)[None]})
    powers = numpy.exp(logits / bundle["temperature"])
    print(json.dumps({"photo": photo, "probabilities": dict(zip(bundle["labels"], (powers / powers.sum()).tolist()))}))
