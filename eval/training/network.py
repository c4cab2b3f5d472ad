"""The scorer as it is trained: the packaged model with a linear head on each token, and what a step minimises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from corpus.embedding.models import packaged_folder
from eval.training.groups import Group, Label, LabelledPassage
from service.scoring.pairs import Pair, PairEncoder
from service.scoring.scorer import UNREAD

_BATCH_TOKENS = 1500
_FIRST_BIAS = -2.0
# How much each answer of several counts for itself, and each sentence's own probability, beside the softmax.
_EACH_ANSWER, _EACH_SENTENCE = 0.3, 0.5
_FROZEN = "embeddings.word_embeddings.weight"


class TokenScorerNetwork(nn.Module):
    """BERT with a logit a token. Its table of words stays as it is, so that the weights on disk need not hold it."""

    def __init__(self) -> None:
        super().__init__()
        from transformers import BertModel

        self.bert: Any = BertModel.from_pretrained(packaged_folder(), add_pooling_layer=False)
        self.head = nn.Linear(self.bert.config.hidden_size, 1)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.constant_(self.head.bias, _FIRST_BIAS)
        self.bert.embeddings.word_embeddings.weight.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor, kinds: Tensor) -> Tensor:
        """The logits (n, t) of padded pairs (n, t)."""
        states = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=kinds).last_hidden_state
        logits: Tensor = self.head(states.float()).squeeze(-1)
        return logits.float()

    def tensors(self) -> dict[str, NDArray[np.float32]]:
        """What differs from the packaged model, by the names that `corpus.embedding.bert` knows."""
        named = {name.removeprefix("bert."): tensor for name, tensor in self.state_dict().items()}
        return {name: tensor.float().numpy() for name, tensor in named.items() if name != _FROZEN}

    def load(self, tensors: Mapping[str, NDArray[np.float32]]) -> None:
        """Takes on the weights of another training."""
        own = self.state_dict()
        for name, array in tensors.items():
            own[name if name.startswith("head.") else f"bert.{name}"].copy_(torch.from_numpy(array))


class GroupScorer:
    """Scores every sentence of some groups in few passes over the network."""

    def __init__(self, network: TokenScorerNetwork) -> None:
        self.network = network
        self._encoder = PairEncoder()

    def scores(self, groups: Sequence[Group]) -> list[tuple[Tensor, Tensor]]:
        """For each group the scores (s,) of its passages' sentences, or of its lines, and their labels (s,)."""
        pairs = [(number, *pair) for number, group in enumerate(groups) for pair in self._encoded(group)]
        scored: list[Tensor] = [torch.empty(0)] * len(pairs)
        for batch in _batches([len(pair.ids) for _, pair, _ in pairs]):
            for at, row in zip(batch, self._run([pairs[at][1] for at in batch]), strict=True):
                scored[at] = row
        found = []
        for number in range(len(groups)):
            own = [at for at, (of, _, _) in enumerate(pairs) if of == number]
            labels = [int(label) for at in own for label in pairs[at][2]]
            found.append((torch.cat([scored[at] for at in own]), torch.tensor(labels)))
        return found

    def _encoded(self, group: Group) -> Iterator[tuple[Pair, Sequence[Label]]]:
        """What is read for a group, each with the labels of its sentences."""
        for passage in group.passages:
            yield self._encoder.pair(group.question, passage.context, _sentences(passage)), passage.labels
        if not group.passages:
            lines = [line.line for line in group.lines]
            yield self._encoder.pair_of_lines(group.question, lines), [line.label for line in group.lines]

    def _run(self, pairs: Sequence[Pair]) -> list[Tensor]:
        length = max(len(pair.ids) for pair in pairs)
        ids, mask, kinds = (torch.zeros(len(pairs), length, dtype=torch.long) for _ in range(3))
        for row, pair in enumerate(pairs):
            ids[row, : len(pair.ids)] = torch.tensor(pair.ids)
            mask[row, : len(pair.ids)] = 1
            kinds[row, pair.passage_from : len(pair.ids)] = 1
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = self.network(ids, mask, kinds).float()
        return [_mean_by_sentence(logits[row], pair) for row, pair in enumerate(pairs)]


def loss_of(scores: Tensor, labels: Tensor) -> Tensor:
    """How badly the scores (s,) tell the answers among (s,) labels and the null answer, whose score is 0.

    A softmax over all sentences and the null answer, and each sentence's own log-loss.
    """
    answers, counted = labels == Label.ANSWERS, labels != Label.ALSO_DOES
    everything = torch.logsumexp(torch.cat([scores, torch.zeros(1)]), 0)
    if answers.any():
        loss = everything - torch.logsumexp(scores[answers | ~counted], 0)
        loss = loss + _EACH_ANSWER * (everything - scores[answers]).mean()
    else:
        loss = everything
    each = nn.functional.binary_cross_entropy_with_logits(scores[counted], answers[counted].float(), reduction="sum")
    total: Tensor = loss + _EACH_SENTENCE * each / max(1, int(answers.sum()))
    return total


def _sentences(passage: LabelledPassage) -> list[str]:
    return [passage.text[start:end] for start, end in passage.sentences]


def _mean_by_sentence(logits: Tensor, pair: Pair) -> Tensor:
    sentence_of = torch.from_numpy(pair.sentence_of)
    inside = sentence_of >= 0
    numbers = sentence_of[inside]
    sums = torch.zeros(pair.sentences).index_add(0, numbers, logits[: len(sentence_of)][inside])
    counts = torch.bincount(numbers, minlength=pair.sentences)
    return torch.where(counts > 0, sums / counts.clamp(min=1), torch.full((pair.sentences,), UNREAD))


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for at in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[at] * (len(batch) + 1) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch
