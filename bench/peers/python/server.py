"""What a Python developer would write: Starlette, Pillow and PyTorch, a process a core.

    server.py PORT WORKERS

The same architecture (MobileNetV2 at 224 px) with random weights: what it answers is nonsense, what it costs is not.
"""

import io
import sys

import torch
import uvicorn
from PIL import Image, ImageOps
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.routing import Route
from torchvision import models, transforms

LABELS = ["cloudy", "foggy", "other", "raining", "snowy", "sunny"]

torch.set_num_threads(1)
network = models.mobilenet_v2(weights=None, num_classes=len(LABELS)).eval()
prepare = transforms.Compose([
    transforms.ToTensor(),
    transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
])


def classify(body):
    photo = Image.open(io.BytesIO(body))
    # Decodes a JPEG at a scale of 1/2, 1/4 or 1/8 where that suffices.
    photo.draft("RGB", (224, 224))
    photo = ImageOps.exif_transpose(photo).convert("RGB").resize((224, 224), Image.BILINEAR)
    with torch.inference_mode():
        probabilities = network(prepare(photo)[None]).softmax(1)[0].tolist()
    best = max(range(len(LABELS)), key=probabilities.__getitem__)
    return {
        "label": LABELS[best],
        "confidence": probabilities[best],
        "probabilities": dict(zip(LABELS, probabilities)),
    }


async def answer(request):
    return JSONResponse(await run_in_threadpool(classify, await request.body()))


app = Starlette(routes=[Route("/v1/classify", answer, methods=["POST"])])

if __name__ == "__main__":
    uvicorn.run("server:app", host="127.0.0.1", port=int(sys.argv[1]), workers=int(sys.argv[2]), log_level="error")
