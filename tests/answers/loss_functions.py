"""Section 04: answers as students write them."""

from tests.answers import Answer

RIGHT = [
    Answer(
        "mse_loss",
        "two loops",
        """
def mse_loss(y_true, y_pred):
    total = 0.0
    rows, columns = y_pred.shape
    for i in range(rows):
        for j in range(columns):
            total += (float(y_pred[i, j]) - float(y_true[i, j])) ** 2
    return total / (rows * columns)
""",
    ),
    Answer(
        "mse_loss",
        "einsum",
        """
def mse_loss(y_true, y_pred):
    d = y_true - y_pred
    return np.einsum("ij,ij->", d, d) / d.size
""",
    ),
    Answer(
        "mse_loss",
        "norm squared",
        """
def mse_loss(y_true, y_pred):
    return np.linalg.norm(y_pred - y_true) ** 2 / y_pred.size
""",
    ),
    Answer(
        "mse_loss",
        "expanded square",
        """
def mse_loss(y_true, y_pred):
    return (y_pred**2).mean() - 2 * (y_pred * y_true).mean() + (y_true**2).mean()
""",
    ),
    Answer(
        "mse_loss",
        "variance plus squared mean",
        """
def mse_loss(y_true, y_pred):
    e = np.subtract(y_pred, y_true)
    return np.var(e) + np.mean(e) ** 2
""",
    ),
    Answer(
        "mse_loss",
        "trace of a product, as a 0-d array",
        """
def mse_loss(y_true, y_pred):
    e = y_pred - y_true
    return np.array(np.trace(e.T @ e) / np.prod(e.shape))
""",
    ),
    Answer(
        "mse_loss",
        "Python lists and recursion",
        """
def _sum(numbers):
    return 0.0 if not numbers else numbers[0] + _sum(numbers[1:])


def mse_loss(y_true, y_pred):
    squares = [(p - t) ** 2 for p, t in zip(y_pred.ravel().tolist(), y_true.ravel().tolist())]
    return _sum(squares) / len(squares)
""",
    ),
    Answer(
        "mse_loss",
        "mean of means, lambda",
        """
mse_loss = lambda y_true, y_pred: np.square(y_true - y_pred).mean(axis=0).mean()
""",
    ),
    Answer(
        "mse_gradient",
        "two loops",
        """
def mse_gradient(y_true, y_pred):
    gradient = np.zeros(y_pred.shape)
    for i in range(y_pred.shape[0]):
        for j in range(y_pred.shape[1]):
            gradient[i][j] = 2 * (y_pred[i][j] - y_true[i][j]) / y_pred.size
    return gradient
""",
    ),
    Answer(
        "mse_gradient",
        "in place, on a copy",
        """
def mse_gradient(y_true, y_pred):
    g = y_pred.astype(float)
    g -= y_true
    g *= 2.0 / g.size
    return g
""",
    ),
    Answer(
        "mse_gradient",
        "minus two times the residual",
        """
def mse_gradient(y_true, y_pred):
    residual = y_true - y_pred
    n = len(y_true) * y_true.shape[1]
    return -2.0 / n * residual
""",
    ),
    Answer(
        "mse_gradient",
        "central differences, exact for a square",
        """
def mse_gradient(y_true, y_pred):
    g = np.zeros(y_pred.shape)
    for place in np.ndindex(y_pred.shape):
        up, down = y_pred.astype(float), y_pred.astype(float)
        up[place] += 0.5
        down[place] -= 0.5
        g[place] = np.mean((up - y_true) ** 2) - np.mean((down - y_true) ** 2)
    return g
""",
    ),
    Answer(
        "mse_gradient",
        "list of lists",
        """
def mse_gradient(y_true, y_pred):
    m, k = y_pred.shape
    return np.array(
        [[2 * (p - t) / (m * k) for p, t in zip(ps, ts)] for ps, ts in zip(y_pred, y_true)]
    )
""",
    ),
    Answer(
        "bce_loss",
        "np.where",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    return np.where(y_true == 1, -np.log(p), -np.log(1 - p)).mean()
""",
    ),
    Answer(
        "bce_loss",
        "loops with math.log",
        """
import math


def bce_loss(y_true, y_pred, eps=1e-12):
    total = 0.0
    for t, p in zip(y_true.ravel(), y_pred.ravel()):
        p = min(max(p, eps), 1 - eps)
        total -= math.log(p) if t else math.log(1 - p)
    return total / y_true.size
""",
    ),
    Answer(
        "bce_loss",
        "probability given to the label, clipped afterwards",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    given = y_true * y_pred + (1 - y_true) * (1 - y_pred)
    return -np.log(np.clip(given, eps, 1 - eps)).mean()
""",
    ),
    Answer(
        "bce_loss",
        "size of 1 - y - p",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    p = np.minimum(np.maximum(y_pred, eps), 1.0 - eps)
    return float(np.average(-np.log(np.abs(1 - y_true - p))))
""",
    ),
    Answer(
        "bce_loss",
        "through the logit",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    z = np.log(p) - np.log1p(-p)
    return np.mean(np.logaddexp(0, z) - y_true * z)
""",
    ),
    Answer(
        "bce_loss",
        "powers, and clipping by masks on a copy",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    p = np.array(y_pred, dtype=float)
    p[p < eps] = eps
    p[p > 1 - eps] = 1 - eps
    likelihood = p**y_true * (1 - p) ** (1 - y_true)
    return np.sum(-np.log(likelihood)) / likelihood.size
""",
    ),
    Answer(
        "bce_loss",
        "boolean indexing",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    p = y_pred.clip(eps, 1 - eps)
    ones = y_true > 0.5
    return -(np.log(p[ones]).sum() + np.log(1 - p[~ones]).sum()) / p.size
""",
    ),
    Answer(
        "bce_loss",
        "einsum",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    first = np.einsum("ij,ij->", y_true.astype(float), np.log(p))
    second = np.einsum("ij,ij->", 1.0 - y_true, np.log(1 - p))
    return -(first + second) / p.size
""",
    ),
    Answer(
        "bce_gradient",
        "two terms",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    return (-y_true / p + (1 - y_true) / (1 - p)) / y_true.size
""",
    ),
    Answer(
        "bce_gradient",
        "reciprocal of 1 - y - p",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    return np.reciprocal(1 - y_true - p) / p.size
""",
    ),
    Answer(
        "bce_gradient",
        "boolean indexing",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    p = np.maximum(eps, np.minimum(1 - eps, y_pred))
    g = np.empty(p.shape)
    g[y_true == 1] = -1 / p[y_true == 1]
    g[y_true == 0] = 1 / (1 - p[y_true == 0])
    return g / g.size
""",
    ),
    Answer(
        "bce_gradient",
        "loops and Python numbers",
        """
def _slope(t, p, eps):
    p = min(max(float(p), eps), 1 - eps)
    return -1 / p if t == 1 else 1 / (1 - p)


def bce_gradient(y_true, y_pred, eps=1e-12):
    m, k = y_true.shape
    rows = [[_slope(y_true[i, j], y_pred[i, j], eps) for j in range(k)] for i in range(m)]
    return np.array(rows) / (m * k)
""",
    ),
    Answer(
        "bce_gradient",
        "1 - p clipped for itself",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    p, q = np.clip(y_pred, eps, 1 - eps), np.clip(1 - y_pred, eps, 1 - eps)
    return np.where(y_true == 1, -1 / p, 1 / q) / np.size(y_true)
""",
    ),
    Answer(
        "bce_gradient",
        "product with the inverse slope",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    weight = 1 / (p - p**2)
    return np.multiply(weight, np.subtract(p, y_true)) * (1 / p.size)
""",
    ),
    Answer(
        "bce_sigmoid_gradient",
        "own sigmoid, with warnings",
        """
def bce_sigmoid_gradient(y_true, z):
    a = 1 / (1 + np.exp(-z))
    return (a - y_true) / len(z) / z.shape[1]
""",
    ),
    Answer(
        "bce_sigmoid_gradient",
        "tanh",
        """
def bce_sigmoid_gradient(y_true, z):
    return (0.5 + 0.5 * np.tanh(z / 2) - y_true) / z.size
""",
    ),
    Answer(
        "bce_sigmoid_gradient",
        "half the gradient of the squared error",
        """
def bce_sigmoid_gradient(y_true, z):
    return mse_gradient(y_true, sigmoid(z)) / 2
""",
    ),
    Answer(
        "bce_sigmoid_gradient",
        "np.where on the label",
        """
def bce_sigmoid_gradient(y_true, z):
    return np.where(y_true == 1, -sigmoid(-z), sigmoid(z)) / np.prod(z.shape)
""",
    ),
    Answer(
        "bce_sigmoid_gradient",
        "derivative of log-sum-exp",
        """
def bce_sigmoid_gradient(y_true, z):
    z = z.astype(float)
    return (np.exp(z - np.logaddexp(0, z)) - y_true) * (1.0 / z.size)
""",
    ),
    Answer(
        "bce_sigmoid_gradient",
        "z clipped far out, loops, in place on a copy",
        """
def bce_sigmoid_gradient(y_true, z):
    g = np.clip(np.array(z, dtype=float), -500, 500)
    for i in range(g.shape[0]):
        for j in range(g.shape[1]):
            g[i, j] = (1 / (1 + np.exp(-g[i, j])) - y_true[i, j]) / g.size
    return g
""",
    ),
]

WRONG = [
    Answer(
        "mse_loss",
        "a loop that forgets to divide",
        """
def mse_loss(y_true, y_pred):
    total = 0
    for e in (y_pred - y_true).ravel():
        total += e * e
    return total
""",
        ("missing-mean",),
    ),
    Answer(
        "mse_loss",
        "root by a power",
        """
def mse_loss(y_true, y_pred):
    n = y_true.size
    return (((y_true - y_pred) ** 2).sum() / n) ** 0.5
""",
        ("root",),
    ),
    Answer(
        "mse_loss",
        "mean absolute error in a loop",
        """
def mse_loss(y_true, y_pred):
    return sum(abs(p - t) for p, t in zip(y_pred.ravel(), y_true.ravel())) / y_pred.size
""",
        ("absolute-error",),
    ),
    Answer(
        "mse_loss",
        "dot product of the columns",
        """
def mse_loss(y_true, y_pred):
    d = y_pred - y_true
    return np.dot(d.T, d) / d.shape[0]
""",
        ("matrix-product",),
    ),
    Answer(
        "mse_loss",
        "one half in front",
        """
def mse_loss(y_true, y_pred):
    return 0.5 * np.mean(np.square(y_pred - y_true))
""",
        ("half", "missing-two"),
    ),
    Answer(
        "mse_loss",
        "sum over the samples, mean over the columns",
        """
def mse_loss(y_true, y_pred):
    return ((y_pred - y_true) ** 2).mean(axis=1).sum()
""",
        ("missing-mean",),
    ),
    Answer(
        "mse_loss",
        "rounded to two digits",
        """
def mse_loss(y_true, y_pred):
    return round(float(np.mean((y_pred - y_true) ** 2)), 2)
""",
    ),
    Answer(
        "mse_loss",
        "largest squared error",
        """
def mse_loss(y_true, y_pred):
    return np.max((y_pred - y_true) ** 2)
""",
        ("largest",),
    ),
    Answer(
        "mse_loss",
        "last term of the square forgotten",
        """
def mse_loss(y_true, y_pred):
    return np.mean(y_pred**2 - 2 * y_pred * y_true)
""",
    ),
    Answer(
        "mse_loss",
        "printed, not returned",
        """
def mse_loss(y_true, y_pred):
    print(np.mean((y_pred - y_true) ** 2))
""",
    ),
    Answer(
        "mse_gradient",
        "two times the mean error",
        """
def mse_gradient(y_true, y_pred):
    error = y_pred - y_true
    return 2 * error.mean()
""",
        ("summed", "summed-too-far"),
    ),
    Answer(
        "mse_gradient",
        "divided by the samples only",
        """
def mse_gradient(y_true, y_pred):
    m = y_true.shape[0]
    return 2 / m * (y_pred - y_true)
""",
        ("rows-only",),
    ),
    Answer(
        "mse_gradient",
        "minus two times the residual, no mean",
        """
def mse_gradient(y_true, y_pred):
    return -2 * (y_true - y_pred)
""",
        ("missing-mean",),
    ),
    Answer(
        "mse_gradient",
        "label minus prediction",
        """
def mse_gradient(y_true, y_pred):
    return (y_true - y_pred) * 2 / y_true.size
""",
        ("sign",),
    ),
    Answer(
        "mse_gradient",
        "through the sigmoid, as in section 1",
        """
def mse_gradient(y_true, y_pred):
    slope = y_pred * (1 - y_pred)
    return 2 * slope * (y_pred - y_true) / y_true.size
""",
        ("with-respect-to-z",),
    ),
    Answer(
        "mse_gradient",
        "returns after the first row",
        """
def mse_gradient(y_true, y_pred):
    g = np.zeros(y_pred.shape)
    for i in range(len(y_pred)):
        g[i] = 2 * (y_pred[i] - y_true[i]) / y_pred.size
        return g
""",
        ("returned-too-early",),
    ),
    Answer(
        "mse_gradient",
        "np.gradient of the squares",
        """
def mse_gradient(y_true, y_pred):
    return np.gradient((y_pred - y_true) ** 2)
""",
        ("np-gradient",),
    ),
    Answer(
        "mse_gradient",
        "mean over the samples",
        """
def mse_gradient(y_true, y_pred):
    return (2 * (y_pred - y_true)).mean(axis=0)
""",
        ("per-column",),
    ),
    Answer(
        "bce_loss",
        "minus sign forgotten",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    return np.where(y_true == 1, np.log(p), np.log(1 - p)).mean()
""",
        ("sign",),
    ),
    Answer(
        "bce_loss",
        "no clipping",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    first = y_true * np.log(y_pred)
    second = (1 - y_true) * np.log(1 - y_pred)
    return -(first + second).mean()
""",
        ("not-clipped",),
    ),
    Answer(
        "bce_loss",
        "clipped array thrown away",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    np.clip(y_pred, eps, 1 - eps)
    return -np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))
""",
        ("not-clipped",),
    ),
    Answer(
        "bce_loss",
        "eps added inside the logarithm",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    return -np.mean(y_true * np.log(y_pred + eps) + (1 - y_true) * np.log(1 - y_pred + eps))
""",
        ("eps-added",),
    ),
    Answer(
        "bce_loss",
        "eps of another library",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    y_pred = np.clip(y_pred, 1e-15, 1 - 1e-15)
    return -(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred)).mean()
""",
        ("eps-own-smaller",),
    ),
    Answer(
        "bce_loss",
        "np.where without clipping",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    return np.where(y_true == 1, -np.log(y_pred), -np.log(1 - y_pred)).mean()
""",
        ("not-clipped-where",),
    ),
    Answer(
        "bce_loss",
        "an if on the whole array",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    if y_pred < eps:
        y_pred = eps
    if y_pred > 1 - eps:
        y_pred = 1 - eps
    return -np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))
""",
        ("scalar-if",),
    ),
    Answer(
        "bce_loss",
        "clipped to a hundredth",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, 0.01, 0.99)
    return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))
""",
    ),
    Answer(
        "bce_loss",
        "sum over everything, divided by the samples",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    m = len(y_true)
    p = y_pred.clip(eps, 1 - eps)
    return -1 / m * np.sum(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))
""",
        ("rows-only",),
    ),
    Answer(
        "bce_loss",
        "bits",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    nats = -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))
    return nats / np.log(2)
""",
        ("log2", "constant-factor"),
    ),
    Answer(
        "bce_loss",
        "only the term of the ones, as for one-hot labels",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    return -np.sum(y_true * np.log(p)) / y_true.size
""",
        ("only-ones",),
    ),
    Answer(
        "bce_loss",
        "math.log without clipping",
        """
import math


def bce_loss(y_true, y_pred, eps=1e-12):
    total = 0.0
    for t, p in zip(y_true.ravel(), y_pred.ravel()):
        total += t * math.log(p) + (1 - t) * math.log(1 - p)
    return -total / y_true.size
""",
        ("python-log-of-zero",),
    ),
    Answer(
        "bce_loss",
        "clipping into the caller's array",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    y_pred[y_pred < eps] = eps
    y_pred[y_pred > 1 - eps] = 1 - eps
    return -np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))
""",
        ("modified-by-mask",),
    ),
    Answer(
        "bce_gradient",
        "mean forgotten",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    return -(y_true / p) + (1 - y_true) / (1 - p)
""",
        ("missing-mean",),
    ),
    Answer(
        "bce_gradient",
        "denominator without parentheses",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    n = y_true.size
    return (p - y_true) / p * (1 - p) / n
""",
        ("parentheses",),
    ),
    Answer(
        "bce_gradient",
        "no clipping",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    return (y_pred - y_true) / (y_pred * (1 - y_pred)) / y_pred.size
""",
        ("not-clipped",),
    ),
    Answer(
        "bce_gradient",
        "inner derivative forgotten",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    return -np.where(y_true == 1, 1 / p, 1 / (1 - p)) / p.size
""",
        ("inner-derivative",),
    ),
    Answer(
        "bce_gradient",
        "slope zero outside the interval",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    inside = (y_pred >= eps) & (y_pred <= 1 - eps)
    return inside * (p - y_true) / (p * (1 - p)) / p.size
""",
        ("zero-where-clipped",),
    ),
    Answer(
        "bce_gradient",
        "the delta of section 4.7",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    return (p - y_true) / y_true.size
""",
        ("with-respect-to-z",),
    ),
    Answer(
        "bce_gradient",
        "loop without clipping, on NumPy numbers",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    g = np.zeros(y_pred.shape)
    for place in np.ndindex(y_pred.shape):
        p = y_pred[place]
        g[place] = -1 / p if y_true[place] == 1 else 1 / (1 - p)
    return g / g.size
""",
        ("not-clipped-where",),
    ),
    Answer(
        "bce_gradient",
        "not clipped and no mean",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    return (y_pred - y_true) / (y_pred * (1 - y_pred))
""",
        ("not-clipped-missing-mean",),
    ),
    Answer(
        "bce_gradient",
        "own eps",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, 1e-9, 1 - 1e-9)
    return (p - y_true) / (p * (1 - p)) / p.size
""",
    ),
    Answer(
        "bce_gradient",
        "central differences of the unclipped loss",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    h = 1e-3
    def loss(p):
        return -(y_true * np.log(p) + (1 - y_true) * np.log(1 - p)) / p.size
    return (loss(y_pred + h) - loss(y_pred - h)) / (2 * h)
""",
    ),
    Answer(
        "bce_sigmoid_gradient",
        "slope of the sigmoid kept",
        """
def bce_sigmoid_gradient(y_true, z):
    a = sigmoid(z)
    return (a - y_true) * a * (1 - a) / z.size
""",
        ("slope-kept",),
    ),
    Answer(
        "bce_sigmoid_gradient",
        "stops at the prediction",
        """
def bce_sigmoid_gradient(y_true, z):
    a = sigmoid(z)
    return bce_gradient(y_true, a)
""",
        ("with-respect-to-prediction-clipped",),
    ),
    Answer(
        "bce_sigmoid_gradient",
        "chain rule with the clipped gradient",
        """
def bce_sigmoid_gradient(y_true, z):
    a = sigmoid(z)
    return a * (1 - a) * bce_gradient(y_true, a)
""",
        ("product",),
    ),
    Answer(
        "bce_sigmoid_gradient",
        "mean forgotten",
        """
def bce_sigmoid_gradient(y_true, z):
    return -(y_true - sigmoid(z))
""",
        ("missing-mean",),
    ),
    Answer(
        "bce_sigmoid_gradient",
        "exp of plus z",
        """
def bce_sigmoid_gradient(y_true, z):
    e = np.exp(z)
    return (e / (e + 1) - y_true) / z.size
""",
        ("exp-overflow",),
    ),
    Answer(
        "bce_sigmoid_gradient",
        "z cut off at 8",
        """
def bce_sigmoid_gradient(y_true, z):
    z = np.clip(z, -8, 8)
    return (sigmoid(z) - y_true) / z.size
""",
        ("only-some",),
    ),
    Answer(
        "bce_sigmoid_gradient",
        "summed over the samples",
        """
def bce_sigmoid_gradient(y_true, z):
    return np.sum(sigmoid(z) - y_true, axis=0, keepdims=True) / len(z)
""",
        ("per-column-kept",),
    ),
    Answer(
        "bce_sigmoid_gradient",
        "no sigmoid, no mean",
        """
def bce_sigmoid_gradient(y_true, z):
    return z - y_true
""",
        ("no-sigmoid-no-mean",),
    ),
]
