"""Trains the scorer: ``python -m eval.training --questions FILE… --corpora DIR… [--public DIR] --minutes 80``.

Deterministic but for how many steps the minutes allow. One thread trains three or four questions a second.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import torch

from eval.training.groups import Group, Label
from eval.training.network import GroupScorer, TokenScorerNetwork, loss_of
from eval.training.public import public_groups
from eval.training.written import written_groups
from service.scoring.weights import PACKAGED, read_weights, write_weights

_BATCH = 8
_WARM_UP = 0.05
_LEAST_RATE = 0.03
_REPORTED = 100
_HELD_OUT = 400


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    draw = random.Random(options.seed)
    folders = [path.parent for root in options.corpora for path in sorted(root.rglob("manifest.toml"))]
    written = [group for file in options.questions for group in written_groups(file, folders, draw)]
    held = [group for group in written if group.source in options.held_out]
    written = [group for group in written if group.source not in options.held_out]
    files = sorted(options.public.glob("*.jsonl")) if options.public else []
    public = [group for file in files for group in public_groups(file, options.most, draw)]
    network = TokenScorerNetwork()
    if options.start is not None:
        network.load(read_weights(options.start))
    print(f"{len(written)} written questions, {len(public)} public ones, {len(held)} held out", flush=True)
    train(network, written, public, options.minutes * 60, options.rate, options.written_share, draw)
    if held:
        measured = draw.sample(held, min(_HELD_OUT, len(held)))
        print("read by passage:", report(network, measured))
        print("compared:", report(network, [group.compared(draw) for group in measured if group.lines]))
    write_weights(options.out, network.tensors())
    return 0


def train(
    network: TokenScorerNetwork,
    written: Sequence[Group],
    public: Sequence[Group],
    seconds: float,
    rate: float,
    written_share: float,
    draw: random.Random,
) -> None:
    """Fits the network for so many seconds; the rate warms up and falls linearly."""
    network.train()
    scorer = GroupScorer(network)
    parameters = [parameter for parameter in network.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01)
    pools: dict[bool, list[Group]] = {True: [], False: []}
    started, losses = time.monotonic(), [0.0]
    while (done := (time.monotonic() - started) / seconds) < 1:
        falling = max(_LEAST_RATE, 1 - max(0.0, done - _WARM_UP) / (1 - _WARM_UP))
        for settings in optimiser.param_groups:
            settings["lr"] = rate * min(1.0, done / _WARM_UP) * falling
        batch = []
        for _ in range(_BATCH):
            own = not public or draw.random() < written_share
            if not pools[own]:
                pools[own] = draw.sample(list(written if own else public), len(written if own else public))
            batch.append(pools[own].pop().drawn(draw))
        loss = torch.stack([loss_of(*scored) for scored in scorer.scores(batch)]).mean()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        losses.append(float(loss.detach()))
        if len(losses) % _REPORTED == 0:
            print(f"{done:.0%}: loss {sum(losses[-_REPORTED:]) / _REPORTED:.3f}", flush=True)


def report(network: TokenScorerNetwork, held: Sequence[Group]) -> str:
    """How often the best and the best two sentences answer, and how much higher answerable questions score."""
    network.eval()
    scorer = GroupScorer(network)
    hits, highest = [], {True: list[float](), False: list[float]()}
    with torch.no_grad():
        for group in held:
            scores, labels = scorer.scores([group])[0]
            highest[group.answerable].append(float(scores.max()))
            if group.answerable:
                right = labels[scores.argsort(descending=True)[:2]] != Label.DOES_NOT
                hits.append((bool(right[0]), bool(right.any())))
    above = [yes > no for yes in highest[True] for no in highest[False]]
    first, two = (sum(hit[at] for hit in hits) / max(1, len(hits)) for at in (0, 1))
    return f"best {first:.3f}, best two {two:.3f}, answerable above {sum(above) / max(1, len(above)):.3f}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.training", description="Trains the scorer of sentences.")
    parser.add_argument("--questions", type=Path, nargs="+", required=True, help="files of written questions")
    parser.add_argument("--corpora", type=Path, nargs="+", required=True, help="folders that hold their consultations")
    parser.add_argument("--public", type=Path, help="folder with public sets, a file each")
    parser.add_argument("--most", type=int, default=3000, help="questions of one public set at most")
    parser.add_argument("--held-out", nargs="*", default=[], help="consultations that are only measured on")
    parser.add_argument("--minutes", type=float, default=80)
    parser.add_argument("--rate", type=float, default=5e-5, help="highest learning rate")
    parser.add_argument("--written-share", type=float, default=0.6, help="share of written questions in a batch")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--out", type=Path, default=PACKAGED)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
