"""One neuron's answers to many samples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import UNTOUCHED, Begin, Exercise, Mistake, edit, rewrite
from grader.exercises.perceptron.draws import samples, size, weights, whole


def _probes(begin: Begin) -> Iterator[Probe]:
    # More samples than features, fewer, and as many: a transposed array may fit by chance.
    rng = begin("tall")
    yield call(samples(rng, size(rng, 5, 7), 2), *weights(rng, 2))
    rng = begin("wide")
    n = size(rng, 4, 5)
    yield call(samples(rng, 3, n), *weights(rng, n))
    rng = begin("square")
    yield call(samples(rng, 3, 3), *weights(rng, 3))
    rng = begin("one sample")
    yield call(samples(rng, 1, 3), *weights(rng, 3), label="one sample")
    rng = begin("one feature")
    yield call(samples(rng, size(rng, 4, 6), 1), *weights(rng, 1), label="one feature")
    rng = begin("whole numbers")
    m = size(rng, 4, 6)
    yield call(whole(rng, m, 2), whole(rng, 2, 1), whole(rng, 1, 1), label="whole numbers")


_ANSWER = "sigmoid(X @ w + b)"


def _neuron(id: str, sentence: str, expression: str) -> Mistake:
    return edit(id, sentence, _ANSWER, expression)


NEURON = Exercise(
    name="neuron",
    probes=_probes,
    criteria=(
        Criterion("the answers to all samples", 1.75),
        replace(UNTOUCHED, share=0.25),
    ),
    hints=(
        "Two steps, each on all samples at once: the weighted sums z, then the sigmoid of z.",
        "The weighted sums of all rows are one matrix product of X and w (the operator is @). The "
        "bias is added to every row by itself.",
        "z is X @ w + b, of shape (m, 1). Return your sigmoid of it.",
    ),
    uses=("sigmoid",),
    mistakes=(
        _neuron(
            "no-activation",
            "You return the weighted sum z. The last step is missing: the neuron answers with the "
            "sigmoid of z.",
            "X @ w + b",
        ),
        _neuron(
            "no-bias",
            "The bias is missing. Add b to the weighted sum before you apply the sigmoid.",
            "sigmoid(X @ w)",
        ),
        _neuron(
            "no-bias-no-activation",
            "You return X @ w. Two things are missing: the bias, and then the sigmoid.",
            "X @ w",
        ),
        _neuron(
            "bias-subtracted",
            "You subtract the bias. It is added: z = X w + b.",
            "sigmoid(X @ w - b)",
        ),
        _neuron(
            "bias-after-sigmoid",
            "You add the bias after the sigmoid. It belongs to z, so it is added before.",
            "sigmoid(X @ w) + b",
        ),
        _neuron(
            "bias-multiplied",
            "You multiply by the bias. It is added to the weighted sum.",
            "sigmoid(X @ w * b)",
        ),
        _neuron(
            "bias-for-each-feature",
            "You add the bias once for each feature, because it is added before the products are "
            "summed. It comes once for each sample: sum first, then add b.",
            "sigmoid(np.sum(X * w.T + b, axis=1, keepdims=True))",
        ),
        _neuron(
            "bias-to-inputs",
            "You add the bias to the inputs, so it gets multiplied by the weights. Add it after "
            "the product X @ w.",
            "sigmoid((X + b) @ w)",
        ),
        _neuron(
            "bias-to-weights",
            "You add the bias to the weights, so it gets multiplied by the inputs. Add it after "
            "the product X @ w.",
            "sigmoid(X @ (w + b))",
        ),
        _neuron(
            "sigmoid-of-inputs",
            "You apply the sigmoid to the inputs. It is applied once, at the end, to the weighted "
            "sum.",
            "sigmoid(X) @ w + b",
        ),
        _neuron(
            "sigmoid-too-early",
            "You apply the sigmoid to every product of input and weight. Add up the products and "
            "the bias first; the sigmoid comes last.",
            "np.sum(sigmoid(X * w.T), axis=1, keepdims=True) + b",
        ),
        _neuron(
            "sigmoid-twice",
            "You apply the sigmoid twice. Once is enough.",
            "sigmoid(sigmoid(X @ w + b))",
        ),
        _neuron(
            "derivative",
            "You return the slope of the sigmoid. The neuron answers with the sigmoid itself.",
            "sigmoid_derivative(sigmoid(X @ w + b))",
        ),
        _neuron(
            "derivative-of-z",
            "You apply sigmoid_derivative to z. The neuron answers with the sigmoid of z; the "
            "derivative comes in when it learns.",
            "sigmoid_derivative(X @ w + b)",
        ),
        _neuron(
            "step",
            "You return the step of the first perceptron. This neuron is smooth: return the "
            "sigmoid of z, between 0 and 1.",
            "(X @ w + b > 0).astype(float)",
        ),
        _neuron(
            "tanh",
            "You use the hyperbolic tangent as the activation function. This neuron has the "
            "sigmoid.",
            "np.tanh(X @ w + b)",
        ),
        _neuron(
            "relu",
            "You use ReLU as the activation function, 0 for negative z and z otherwise. This "
            "neuron has the sigmoid.",
            "np.maximum(0, X @ w + b)",
        ),
        _neuron(
            "softmax",
            "You divide by the sum of the exponentials of all samples (the softmax). Each sample "
            "gets its own sigmoid.",
            "np.exp(X @ w + b) / np.sum(np.exp(X @ w + b))",
        ),
        _neuron(
            "centered",
            "You subtract one half from the sigmoid. The answer is the sigmoid itself, between 0 "
            "and 1.",
            "sigmoid(X @ w + b) - 0.5",
        ),
        _neuron(
            "sum-of-sigmoids",
            "You apply the sigmoid to the weighted sum and to the bias separately. Add the two "
            "first, and apply it once.",
            "sigmoid(X @ w) + sigmoid(b)",
        ),
        _neuron(
            "sigmoid-times-bias",
            "You multiply the answer by the bias. The bias is added, and before the sigmoid.",
            "sigmoid(X @ w) * b",
        ),
        _neuron(
            "weights-subtracted",
            "You subtract the products from the bias. They are added: z = X w + b.",
            "sigmoid(b - X @ w)",
        ),
        _neuron(
            "bias-twice",
            "The bias comes in twice. Add it once.",
            "sigmoid(X @ w + 2 * b)",
        ),
        _neuron(
            "rounded",
            "Your answers are rounded. Return them as they come; only print them rounded.",
            "np.round(sigmoid(X @ w + b), 3)",
        ),
        _neuron(
            "rounded-four",
            "Your answers are rounded to four digits. Return them as they come; only print them "
            "rounded.",
            "np.round(sigmoid(X @ w + b), 4)",
        ),
        _neuron(
            "negative",
            "Your answers are 1 minus what they should be: the sign of z is turned on the way to "
            "the sigmoid.",
            "sigmoid(-(X @ w + b))",
        ),
        _neuron(
            "not-summed",
            "You multiply inputs and weights, but do not add the products up, so there is a column "
            "for each feature. The matrix product X @ w does both.",
            "sigmoid(X * w.T + b)",
        ),
        _neuron(
            "mean-of-products",
            "You take the mean of the products of inputs and weights. The weighted sum is their "
            "sum.",
            "sigmoid(np.mean(X * w.T, axis=1, keepdims=True) + b)",
        ),
        _neuron(
            "divided-by-features",
            "You divide z by the number of features. The weighted sum is a sum, not a mean.",
            "sigmoid((X @ w + b) / X.shape[1])",
        ),
        _neuron(
            "divided-by-samples",
            "You divide z by the number of samples. Nothing is averaged here; the mean comes with "
            "the loss.",
            "sigmoid((X @ w + b) / len(X))",
        ),
        _neuron(
            "products-divided-by-samples",
            "You divide X @ w by the number of samples. Nothing is averaged here; the mean comes "
            "with the loss.",
            "sigmoid(X @ w / len(X) + b)",
        ),
        _neuron(
            "averaged",
            "You average over the samples. Every sample gets an answer of its own.",
            "np.mean(sigmoid(X @ w + b), keepdims=True)",
        ),
        _neuron(
            "summed-over-wrong-axis",
            "You add up along axis 0, over the samples. The weighted sum of a sample goes over "
            "its features, along axis 1.",
            "sigmoid(np.sum(X * w.T, axis=0, keepdims=True) + b)",
        ),
        _neuron(
            "summed-over-samples",
            "You add up over the samples as well, so there is one number left. Every sample gets "
            "an answer of its own: add along the features only (axis 1).",
            "sigmoid(np.sum(X * w.T) + b)",
        ),
        _neuron(
            "weights-ignored",
            "You add up the inputs without their weights. Each input is multiplied by its weight "
            "first.",
            "sigmoid(np.sum(X, axis=1, keepdims=True) + b)",
        ),
        _neuron(
            "first-sample",
            "You answer to the first sample only. All rows of X are samples, and each gets its "
            "row in the result.",
            "sigmoid(X[:1] @ w + b)",
        ),
        _neuron(
            "first-answer",
            "You return the answer to the first sample alone, as a single number. All rows of X "
            "are samples, and each gets its row in the result.",
            "sigmoid(X @ w + b)[0, 0]",
        ),
        _neuron(
            "first-row",
            "You return the first row of the result. All rows of X are samples, and each gets its "
            "row in the result.",
            "sigmoid(X @ w + b)[0]",
        ),
        _neuron(
            "first-two-features",
            "You write out the products of two features. X may have any number of columns: the "
            "matrix product X @ w takes them all.",
            "sigmoid(X[:, :1] * w[0] + X[:, 1:2] * w[1] + b)",
        ),
        _neuron(
            "first-two-features-in-a-row",
            "You write out the products of two features, and the answers lie in a row. The matrix "
            "product X @ w takes any number of features and gives a column.",
            "sigmoid(X[:, 0] * w[0] + X[:, 1] * w[1] + b)",
        ),
        _neuron(
            "flat",
            "The numbers are right, but the result has lost an axis: it must be a column, "
            "(m, 1), and not (m,).",
            "sigmoid(X @ w + b).ravel()",
        ),
        _neuron(
            "row-for-column",
            "The numbers are right, but they lie in a row, (1, m). Rows are samples, so they must "
            "stand in a column, (m, 1).",
            "sigmoid(X @ w + b).T",
        ),
        _neuron(
            "elementwise-product",
            "`*` multiplies entry by entry, and the shapes (m, n) and (n, 1) do not fit for that. "
            "You want the matrix product, `@`.",
            "sigmoid(X * w + b)",
        ),
        _neuron(
            "x-transposed",
            "You transpose X. Its rows are samples already, and its n columns meet the n rows of "
            "w: multiply X as it is.",
            "sigmoid(X.T @ w + b)",
        ),
        _neuron(
            "w-transposed",
            "You transpose w. It is a column, (n, 1), as the product needs it: X is (m, n), so the "
            "inner sizes agree.",
            "sigmoid(X @ w.T + b)",
        ),
        _neuron(
            "w-before-x",
            "You put the weights before the inputs. The samples are the rows of X, so X comes "
            "first: (m, n) times (n, 1) gives (m, 1).",
            "sigmoid(w @ X + b)",
        ),
        _neuron(
            "w-transposed-before-x",
            "w.T @ X is the product for samples that stand in columns. In this course they are "
            "rows, so X comes first and w is not transposed.",
            "sigmoid(w.T @ X + b)",
        ),
        _neuron(
            "x-transposed-dot",
            "Inside np.dot you transpose X. Its rows are samples already, and its n columns meet "
            "the n rows of w: multiply X as it is.",
            "sigmoid(np.dot(X.T, w) + b)",
        ),
        _neuron(
            "w-transposed-dot",
            "Inside np.dot you transpose w. It is a column, (n, 1), as the product needs it: X is "
            "(m, n), so the inner sizes agree.",
            "sigmoid(np.dot(X, w.T) + b)",
        ),
        _neuron(
            "w-before-x-dot",
            "Inside np.dot you put the weights before the inputs. The samples are the rows of X, "
            "so X comes first: (m, n) times (n, 1) gives (m, 1).",
            "sigmoid(np.dot(w, X) + b)",
        ),
        _neuron(
            "w-transposed-before-x-dot",
            "np.dot(w.T, X) is the product for samples that stand in columns. In this course they "
            "are rows, so X comes first and w is not transposed.",
            "sigmoid(np.dot(w.T, X) + b)",
        ),
        rewrite(
            "last-row-left-out",
            "The last row of your result is still 0: the loop ends one sample early. range(m)"
            " runs through all m rows.",
            """
def neuron(X, w, b):
    out = np.zeros((len(X), 1))
    for i in range(len(X) - 1):
        out[i] = sigmoid(X[i] @ w + b)
    return out
""",
        ),
        rewrite(
            "first-row-left-out",
            "The first row of your result is still 0: rows are counted from 0, and your loop "
            "begins at 1.",
            """
def neuron(X, w, b):
    out = np.zeros((len(X), 1))
    for i in range(1, len(X)):
        out[i] = sigmoid(X[i] @ w + b)
    return out
""",
        ),
        rewrite(
            "first-feature-only",
            "Only the first feature enters the weighted sum. Each feature has a weight of its"
            " own, and all of them count: X @ w.",
            "def neuron(X, w, b):\n    return sigmoid(X[:, :1] * w[0] + b)\n",
        ),
        rewrite(
            "last-feature-left-out",
            "The last feature does not enter the weighted sum: a loop or a slice ends one too"
            " early. All features count.",
            "def neuron(X, w, b):\n    return sigmoid(X[:, :-1] @ w[:-1] + b)\n",
        ),
    ),
)
