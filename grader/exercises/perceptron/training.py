"""Training one neuron."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import UNTOUCHED, Begin, Exercise, Mistake, edit, rewrite
from grader.exercises.perceptron.draws import WHOLE, labels, samples, size, weights, whole


def _probes(begin: Begin) -> Iterator[Probe]:
    # Few epochs and large steps: each update shows in the result.
    for name, few, many, n, epochs in (
        ("tall", 5, 5, 2, 4),
        ("nearly square", 4, 4, 3, 6),
        ("more features", 6, 8, 4, 5),
    ):
        rng = begin(name)
        m, lr = size(rng, few, many), float(rng.uniform(0.4, 0.9))
        yield call(samples(rng, m, n), labels(rng, m), *weights(rng, n), epochs=epochs, lr=lr)
    rng = begin("a larger learning rate")
    lr = float(rng.uniform(1.3, 2.0))
    yield call(
        samples(rng, 4, 2),
        labels(rng, 4),
        *weights(rng, 2),
        7,
        lr,
        label="a larger learning rate",
    )
    rng = begin("one epoch")
    m = size(rng, 4, 6)
    yield call(
        samples(rng, m, 2), labels(rng, m), *weights(rng, 2), epochs=1, lr=0.7, label="one epoch"
    )
    rng = begin("lr left at its default")
    m = size(rng, 4, 6)
    yield call(
        samples(rng, m, 2),
        labels(rng, m),
        *weights(rng, 2),
        epochs=3,
        label="lr left at its default",
    )
    rng = begin("one feature")
    m = size(rng, 5, 7)
    yield call(
        samples(rng, m, 1), labels(rng, m), *weights(rng, 1), epochs=4, lr=0.6, label="one feature"
    )
    rng = begin("whole numbers")
    yield call(
        whole(rng, 5, 2),
        labels(rng, 5).astype(int),
        whole(rng, 2, 1),
        whole(rng, 1, 1),
        epochs=3,
        lr=0.5,
        group="whole",
        label="whole numbers",
    )


_FORWARD = "a = neuron(X, w, b)"
_LOSS = "np.mean((a - y) ** 2)"
_NOTE = "losses.append(np.mean((a - y) ** 2))"
_GRADIENT = "dw, db = neuron_gradients(X, y, a)"
_W = "w = w - lr * dw"
_B = "b = b - lr * db"
_LOOP = "for epoch in range(epochs):"
_RETURN = "return w, b, losses"
_BODY = f"""{_FORWARD}
        {_NOTE}
        {_GRADIENT}
        {_W}
        {_B}"""


def _loss(id: str, sentence: str, expression: str) -> Mistake:
    return edit(id, sentence, _LOSS, expression)


def _update(id: str, sentence: str, w: str, b: str) -> Mistake:
    return edit(id, sentence, _W, w, _B, b)


_IN_UPDATE = (
    _update(
        "in-place",
        "You change w and b inside the arrays that the caller passed, as `w -= ...` does. The "
        "starting weights are lost, and whole-number weights cannot take the step at all. Make "
        "new arrays: w = w - ...",
        "w -= lr * dw",
        "b -= lr * db",
    ),
    edit(
        "copy-of-whole-numbers",
        "w.copy() keeps whole numbers whole, and `w -= ...` cannot store fractions in them. Make "
        "new arrays, w = w - ..., or copy with astype(float).",
        "losses = []",
        "losses = []\n    w, b = w.copy(), b.copy()",
        _W,
        "w -= lr * dw",
        _B,
        "b -= lr * db",
    ),
    edit(
        "in-place-w",
        "`w -= ...` works inside the array that the caller passed, so the starting weights are "
        "lost. Make a new array, as you do for b.",
        _W,
        "w -= lr * dw",
    ),
    edit(
        "in-place-b",
        "`b -= ...` works inside the array that the caller passed, so the starting bias is lost. "
        "Make a new array, as you do for w.",
        _B,
        "b -= lr * db",
    ),
    _update(
        "in-place-entries",
        "You write the new weights into the array that the caller passed (`w[...] = `), so the "
        "starting weights are lost, and whole-number arrays cut the fractions off. Make new "
        "arrays: w = w - ...",
        "w[...] = w - lr * dw",
        "b[...] = b - lr * db",
    ),
    edit(
        "in-place-floats",
        "np.asarray copies nothing where the array holds floats already, so `w -= ...` still "
        "works inside the array that the caller passed. Make new arrays: w = w - ...",
        "losses = []",
        "losses = []\n    w, b = np.asarray(w, dtype=float), np.asarray(b, dtype=float)",
        _W,
        "w -= lr * dw",
        _B,
        "b -= lr * db",
    ),
    _update(
        "uphill",
        "You walk uphill: w and b move along the gradient, and the loss grows. Subtract the "
        "gradient.",
        "w = w + lr * dw",
        "b = b + lr * db",
    ),
    edit(
        "uphill-w",
        "The bias goes downhill, but the weights go uphill. Subtract the gradient in both updates.",
        _W,
        "w = w + lr * dw",
    ),
    edit(
        "uphill-b",
        "The weights go downhill, but the bias goes uphill. Subtract the gradient in both updates.",
        _B,
        "b = b + lr * db",
    ),
    _update(
        "lr-ignored",
        "The lr that is passed has no effect: multiply the gradient by it before you subtract.",
        "w = w - dw",
        "b = b - db",
    ),
    edit(
        "lr-ignored-b",
        "The learning rate has no effect on the bias: multiply db by lr, too.",
        _B,
        "b = b - db",
    ),
    edit(
        "lr-ignored-w",
        "The learning rate has no effect on the weights: multiply dw by lr, too.",
        _W,
        "w = w - dw",
    ),
    _update(
        "lr-divides",
        "You divide by the learning rate. A larger learning rate means a longer step: multiply by "
        "it.",
        "w = w - dw / lr",
        "b = b - db / lr",
    ),
    _update(
        "lr-twice",
        "The learning rate comes in twice. Multiply the gradient by lr once.",
        "w = w - lr * lr * dw",
        "b = b - lr * lr * db",
    ),
    _update(
        "mean-twice",
        "Your steps are m times too short: the division by the number of samples is taken twice. "
        "The gradient has it already.",
        "w = w - lr * dw / len(X)",
        "b = b - lr * db / len(X)",
    ),
    _update(
        "mean-undone",
        "Your steps are m times too long: the gradient should be that of the mean over the "
        "samples, with the division by m in it.",
        "w = w - lr * dw * len(X)",
        "b = b - lr * db * len(X)",
    ),
    _update(
        "half-step",
        "Your steps are half as long as they should be: the factor 2 of the gradient is missing.",
        "w = w - lr * dw / 2",
        "b = b - lr * db / 2",
    ),
    _update(
        "mean-undone-half",
        "Your steps are m/2 times what they should be: in the gradient both the division by m and "
        "the factor 2 are missing.",
        "w = w - lr * dw * len(X) / 2",
        "b = b - lr * db * len(X) / 2",
    ),
    edit(
        "b-mean-twice",
        "The step of the bias is divided by the number of samples, though db is the gradient of a "
        "mean already.",
        _B,
        "b = b - lr * db / len(X)",
    ),
    edit(
        "w-mean-twice",
        "The step of the weights is divided by the number of samples, though dw is the gradient "
        "of a mean already.",
        _W,
        "w = w - lr * dw / len(X)",
    ),
    _update(
        "double-step",
        "Your steps are twice as long as they should be: the factor 2 is in the gradient already.",
        "w = w - 2 * lr * dw",
        "b = b - 2 * lr * db",
    ),
    edit(
        "b-not-updated",
        "The bias never changes: its update is missing, or the gradient in it is zero.",
        _B,
        "b = b",
    ),
    edit(
        "w-not-updated",
        "The weights never change: their update is missing, or the gradient in it is zero.",
        _W,
        "w = w",
    ),
    _update(
        "not-updated",
        "Neither the weights nor the bias ever change. Either the update is missing, or the "
        "gradient in it is zero: neuron_gradients needs the activations themselves, not 0 or 1, "
        "and as its third argument.",
        "w = w",
        "b = b",
    ),
    _update(
        "replaced",
        "You set w and b to the step alone. The step is taken from where they stand: w - lr * dw.",
        "w = -lr * dw",
        "b = -lr * db",
    ),
    edit(
        "b-with-dw",
        "The bias is updated with the gradient of the weights. It has its own, db.",
        _B,
        "b = b - lr * np.sum(dw, keepdims=True)",
    ),
    edit(
        "w-with-db",
        "The weights are updated with the gradient of the bias. They have their own, dw.",
        _W,
        "w = w - lr * db",
    ),
    _update(
        "signs-of-gradient",
        "You use only the sign of the gradient, so every step has the same length. Multiply lr by "
        "the gradient itself.",
        "w = w - lr * np.sign(dw)",
        "b = b - lr * np.sign(db)",
    ),
)

_IN_LOOP = (
    edit(
        "activations-once",
        "Every epoch takes the same step. The answers of the neuron, and with them the gradient, "
        "have to be computed anew after each update, inside the loop.",
        _LOOP,
        f"{_FORWARD}\n    for epoch in range(epochs):",
        _BODY,
        f"{_NOTE}\n        {_GRADIENT}\n        {_W}\n        {_B}",
    ),
    edit(
        "gradient-once",
        "Your answers are computed in every epoch, but the gradient only once, so all steps are "
        "the same. Compute it anew in every epoch, too.",
        _LOOP,
        f"{_GRADIENT.replace('a)', 'neuron(X, w, b))')}\n    for epoch in range(epochs):",
        _BODY,
        f"{_FORWARD}\n        {_NOTE}\n        {_W}\n        {_B}",
    ),
    edit(
        "one-update",
        "w and b have had one single update. Either the loop ends too early (does `return` stand "
        "inside it?), or every epoch starts from the first weights again.",
        _B,
        f"{_B}\n        return w, b, losses",
    ),
    edit(
        "one-epoch-less",
        "w and b have had one update less than asked for. range(epochs) gives exactly as many "
        "rounds as there are epochs.",
        _LOOP,
        "for epoch in range(epochs - 1):",
    ),
    edit(
        "one-epoch-more",
        "w and b have had one update more than asked for. range(epochs) gives exactly as many "
        "rounds as there are epochs.",
        _LOOP,
        "for epoch in range(epochs + 1):",
    ),
    edit(
        "one-sample-at-a-time",
        "You update after every single sample. Here an epoch uses all samples for one step: "
        "compute the gradient on the whole of X and y.",
        _BODY,
        f"""{_FORWARD}
        {_NOTE}
        for i in range(len(X)):
            x_i, y_i = X[i : i + 1], y[i : i + 1]
            dw, db = neuron_gradients(x_i, y_i, neuron(x_i, w, b))
            {_W}
            {_B}""",
    ),
    edit(
        "answers-between-updates",
        "You compute the answers again between the two updates, so b learns from weights that "
        "have moved already. Compute both gradients first, then update both.",
        _BODY,
        f"""{_FORWARD}
        {_NOTE}
        dw = neuron_gradients(X, y, a)[0]
        {_W}
        db = neuron_gradients(X, y, neuron(X, w, b))[1]
        {_B}""",
    ),
    edit(
        "starts-from-zero",
        "Your training starts from weights of zero and ignores those that were passed. Start from "
        "w and b as they are.",
        "losses = []",
        "losses = []\n    w, b = np.zeros((X.shape[1], 1)), np.zeros((1, 1))",
    ),
    edit(
        "starts-over",
        "Every epoch starts from the first weights again, so only the last step counts. Carry the "
        "updated w and b over into the next epoch.",
        _LOOP,
        "w_start, b_start = w, b\n    for epoch in range(epochs):\n        w, b = w_start, b_start",
    ),
    edit(
        "weights-without-start",
        "You start from weights of zero and ignore those that were passed.",
        "losses = []",
        "losses = []\n    w = np.zeros((X.shape[1], 1))",
    ),
    edit(
        "bias-without-start",
        "You start from a bias of zero and ignore the one that was passed.",
        "losses = []",
        "losses = []\n    b = np.zeros((1, 1))",
    ),
    edit(
        "lr-fixed",
        "You take a learning rate of 0.1, whatever lr is passed. Use the argument.",
        "losses = []",
        "losses = []\n    lr = 0.1",
    ),
    edit(
        "lr-fixed-smaller",
        "You take a learning rate of 0.01, whatever lr is passed. Use the argument.",
        "losses = []",
        "losses = []\n    lr = 0.01",
    ),
    edit(
        "no-sigmoid-slope",
        "Your step leaves out the slope of the sigmoid, a (1 - a). neuron_gradients has it.",
        _GRADIENT,
        "delta = 2 * (a - y) / len(y)\n        dw, db = X.T @ delta, np.sum(delta, keepdims=True)",
    ),
    edit(
        "gradients-exchanged",
        "neuron_gradients returns dw first and db second. You take them the other way round.",
        _GRADIENT,
        "db, dw = neuron_gradients(X, y, a)",
    ),
    edit(
        "activations-are-z",
        "Your gradient is computed from the weighted sum z. neuron_gradients needs the "
        "activations, which are the sigmoid of z.",
        _FORWARD,
        "a = X @ w + b",
    ),
)

_IN_LOSSES = (
    edit(
        "loss-after-update",
        "You note each loss after the update. It belongs before it: the first loss is that of the "
        "weights that were passed in.",
        _BODY,
        f"""{_FORWARD}
        {_GRADIENT}
        {_W}
        {_B}
        a = neuron(X, w, b)
        {_NOTE}""",
    ),
    edit(
        "last-loss-too",
        "You note one more loss after the last update. There is one for each epoch, each before "
        "the update.",
        _RETURN,
        f"losses.append({_LOSS.replace('a -', 'neuron(X, w, b) -')})\n    {_RETURN}",
    ),
    _loss(
        "loss-summed",
        "Your losses are sums of squared errors. The loss is their mean.",
        "np.sum((a - y) ** 2)",
    ),
    _loss(
        "loss-half",
        "Your losses are half the mean squared error. Here the loss is the plain mean, without a "
        "factor 1/2.",
        "np.mean((a - y) ** 2) / 2",
    ),
    _loss(
        "loss-mean-first",
        "You square the mean of the errors, so that errors of opposite sign cancel. Square first, "
        "then take the mean.",
        "np.mean(a - y) ** 2",
    ),
    _loss(
        "loss-not-squared",
        "Your losses are means of the errors without the square, so that errors of opposite sign "
        "cancel.",
        "np.mean(a - y)",
    ),
    _loss(
        "loss-absolute",
        "Your losses are means of the sizes of the errors. The mean squared error squares them.",
        "np.mean(np.abs(a - y))",
    ),
    _loss(
        "loss-root",
        "Your losses are square roots of the mean squared error. Leave the root out.",
        "np.sqrt(np.mean((a - y) ** 2))",
    ),
    _loss(
        "loss-norm",
        "Your losses are square roots of sums of squared errors. The mean squared error has a "
        "mean and no root.",
        "np.linalg.norm(a - y)",
    ),
    _loss(
        "loss-variance",
        "Your losses are variances of the errors: their mean is subtracted before they are "
        "squared. Square the errors as they are.",
        "np.var(a - y)",
    ),
    _loss(
        "loss-rounded",
        "Your losses are rounded. Keep them as they come; only print them rounded.",
        "round(float(np.mean((a - y) ** 2)), 4)",
    ),
    _loss(
        "loss-cross-entropy",
        "Your losses are cross-entropies, the loss of section 4. Here it is the mean squared "
        "error.",
        "-np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))",
    ),
    _loss(
        "loss-of-labels",
        "Your losses count wrong answers: a is turned into 0 or 1 first. The mean squared error "
        "compares the activations themselves with the labels.",
        "np.mean(((a > 0.5) - y) ** 2)",
    ),
    _loss(
        "loss-divided-by-features",
        "You divide the sum of the squared errors by the number of features. The mean is over the "
        "samples.",
        "np.sum((a - y) ** 2) / X.shape[1]",
    ),
    _loss(
        "loss-mean-twice",
        "Your losses are m times too small: np.mean has divided by the number of samples already.",
        "np.mean((a - y) ** 2) / len(y)",
    ),
    _loss(
        "loss-negative",
        "Your losses have the wrong sign. A mean of squares is never negative.",
        "-np.mean((a - y) ** 2)",
    ),
    edit(
        "loss-not-averaged",
        "Each of your losses is a whole column, one squared error for each sample. Take the mean, "
        "so that every epoch has one number.",
        _NOTE,
        "losses.append((a - y) ** 2)",
    ),
    edit(
        "loss-in-brackets",
        "Each of your losses is an array with one number in it. That comes of Python's sum over a "
        "column; np.sum or np.mean gives a plain number.",
        _NOTE,
        "losses.append(sum((a - y) ** 2) / len(y))",
    ),
    edit(
        "losses-running-total",
        "Your losses add up from epoch to epoch. Note each epoch's loss by itself.",
        _RETURN,
        "losses = np.cumsum(losses)\n    return w, b, losses",
    ),
    edit(
        "losses-reversed",
        "Your losses come in reverse order. The first entry belongs to the first epoch: append at "
        "the end.",
        _NOTE,
        "losses.insert(0, np.mean((a - y) ** 2))",
    ),
    edit(
        "only-last-loss",
        "Your losses are a single number. A list is asked for, with one loss for each epoch.",
        _RETURN,
        "return w, b, losses[-1]",
    ),
    edit(
        "only-last-loss-summed",
        "Your losses are a single number, a sum of squared errors. A list is asked for, with the "
        "mean squared error of each epoch.",
        _LOSS,
        "np.sum((a - y) ** 2)",
        _RETURN,
        "return w, b, losses[-1]",
    ),
    edit(
        "losses-averaged",
        "You return the mean of the losses. A list is asked for, with one loss for each epoch.",
        _RETURN,
        "return w, b, np.mean(losses)",
    ),
    edit(
        "losses-emptied",
        "Your list holds the last loss only, because it is made anew in every epoch. Make it "
        "once, before the loop.",
        _FORWARD,
        f"losses = []\n        {_FORWARD}",
    ),
    edit(
        "losses-now-and-then",
        "You note the loss only now and then. It is asked for in every epoch.",
        _NOTE,
        f"if epoch % 100 == 0:\n            {_NOTE}",
    ),
    edit(
        "losses-not-noted",
        "The list of losses stays empty. Append the loss of every epoch to it.",
        _NOTE,
        "pass",
    ),
    edit(
        "loss-once",
        "All your losses are the first one. Compute the loss anew in every epoch, from the "
        "answers of that epoch.",
        _RETURN,
        "losses = [losses[0]] * epochs\n    return w, b, losses",
    ),
    edit(
        "loss-label-added",
        "In your losses label and activation are added. The error is their difference, a - y.",
        "(a - y)",
        "(a + y)",
    ),
)

_IN_RETURN = (
    edit(
        "losses-missing",
        "You return w and b alone. The list of losses is the third result.",
        _RETURN,
        "return w, b",
    ),
    edit(
        "dict",
        "You return a dict. Three results are asked for: w, b and the losses, in this order.",
        _RETURN,
        'return {"w": w, "b": b, "losses": losses}',
    ),
    edit(
        "result-too-many",
        "You return more than three things. Asked for are w, b and the losses.",
        _RETURN,
        "return w, b, losses, a",
    ),
    edit(
        "losses-alone",
        "You return the losses alone. Three things are asked for: w, b and the losses.",
        _RETURN,
        "return losses",
    ),
    edit(
        "losses-first",
        "The results come in another order than asked for: w first, then b, then the losses.",
        _RETURN,
        "return losses, w, b",
    ),
    edit(
        "exchanged",
        "w and b are exchanged in what you return: w comes first.",
        _RETURN,
        "return b, w, losses",
    ),
    edit(
        "gradients-returned",
        "You return the last gradients. Asked for are the trained weights and bias.",
        _RETURN,
        "return dw, db, losses",
    ),
    rewrite(
        "old-perceptron-rule",
        "You use the rule of the first perceptron, which moves by the error times the input. Here "
        "the step is lr times the gradient from neuron_gradients.",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        w = w + lr * X.T @ (y - a)
        b = b + lr * np.sum(y - a, keepdims=True)
    return w, b, losses
""",
    ),
    rewrite(
        "cross-entropy-gradient",
        "Your step uses (a - y) / m, the delta of another loss (cross-entropy, section 4). For "
        "the mean squared error take the gradient from neuron_gradients.",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        delta = (a - y) / len(y)
        w = w - lr * X.T @ delta
        b = b - lr * np.sum(delta, keepdims=True)
    return w, b, losses
""",
    ),
)

TRAIN_NEURON = Exercise(
    name="train_neuron",
    probes=_probes,
    criteria=(
        Criterion(
            "the trained weights and bias", 1.25, groups=("values",), outputs=("w", "b", WHOLE)
        ),
        Criterion(
            "the loss before each update", 1.0, groups=("values",), outputs=("losses", WHOLE)
        ),
        Criterion("whole numbers", 0.25, groups=("whole",)),
        replace(UNTOUCHED, share=0.5),
    ),
    returns=("w", "b", "losses"),
    uses=("neuron", "neuron_gradients"),
    hints=(
        "A loop over the epochs, with the four moves of the lesson in it, in that order. Two of "
        "your earlier functions do most of the work.",
        "In each epoch: answers from neuron, append the loss to a list, gradients from "
        "neuron_gradients, then move w and b against them. After the loop, return all three.",
        "The loss is np.mean((a - y) ** 2), noted before the update. The update is w = w - lr * "
        "dw, and the same for b, written so that it makes a new array.",
    ),
    mistakes=(*_IN_UPDATE, *_IN_LOOP, *_IN_LOSSES, *_IN_RETURN),
)
