"""Photos a second of a plain fine-tuning in Python's PyTorch: decoding, augmentation, forward, backward, step.

    peer.py DATASET SIZE STEPS WARMUP

DATASET is a folder with one sub-folder a label. Prints one number: the photos a second after the warm-up steps.
"""

import sys
import time

import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms

BATCH = 32
# Of 0, 1 and 2 workers and 1 and 2 threads the fastest on two cores; by itself it takes one thread there.
WORKERS = 1
THREADS = 2


def batches(folder, size):
    change = transforms.Compose([
        transforms.RandomResizedCrop(size, scale=(0.6, 1.0)),
        transforms.RandomHorizontalFlip(),
        transforms.ColorJitter(0.2, 0.2, 0.2),
        transforms.ToTensor(),
        transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
    ])
    photos = datasets.ImageFolder(folder, change)
    loader = DataLoader(photos, BATCH, shuffle=True, num_workers=WORKERS, drop_last=True)
    while True:
        yield from loader


def main():
    folder, size, steps, warmup = sys.argv[1], *map(int, sys.argv[2:5])
    torch.manual_seed(42)
    torch.set_num_threads(THREADS)
    labels = len(datasets.ImageFolder(folder).classes)
    network = models.mobilenet_v2(weights=None, num_classes=labels)
    network.train()
    optimizer = torch.optim.AdamW(network.parameters(), lr=0.0002)
    began = time.monotonic()
    for step, (photos, truth) in enumerate(batches(folder, size)):
        if step == warmup:
            began = time.monotonic()
        if step == warmup + steps:
            break
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(photos), truth).backward()
        optimizer.step()
    print(f"{steps * BATCH / (time.monotonic() - began):.2f}")


main()
