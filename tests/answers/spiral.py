"""Section 06: answers as students write them."""

from tests.answers import Answer

RIGHT = [
    Answer(
        "standardize",
        "loops and Python sums",
        """
def standardize(X):
    m, n = X.shape
    X_norm = np.zeros((m, n))
    mu = np.zeros(n)
    std = np.zeros(n)
    for j in range(n):
        column = [float(v) for v in X[:, j]]
        if len(set(column)) == 1:
            mu[j] = column[0]
            continue
        mu[j] = sum(column) / m
        std[j] = (sum((v - mu[j]) ** 2 for v in column) / m) ** 0.5
        for i in range(m):
            X_norm[i, j] = (column[i] - mu[j]) / std[j]
    return X_norm, mu, std
""",
    ),
    Answer(
        "standardize",
        "keepdims, a range of zero, std given as 0",
        """
def standardize(X):
    mu = X.mean(axis=0, keepdims=True)
    constant = np.ptp(X, axis=0, keepdims=True) == 0
    std = np.where(constant, 0, X.std(axis=0, keepdims=True))
    with np.errstate(all="ignore"):
        X_norm = np.where(constant, 0.0, (X - mu) / std)
    return X_norm, mu, std
""",
    ),
    Answer(
        "standardize",
        "in place on a copy, a tiny threshold",
        """
def standardize(X):
    X_norm = X.astype(np.float64)
    mu = X_norm.mean(axis=0)
    std = X_norm.std(axis=0)
    std[std < 1e-10] = 1
    X_norm -= mu
    X_norm /= std
    return X_norm, mu, std
""",
    ),
    Answer(
        "standardize",
        "a tiny number added to the divisor",
        """
def standardize(X):
    mu, std = np.mean(X, 0), np.std(X, 0)
    return (X - mu) / (std + 1e-8), mu, std
""",
    ),
    Answer(
        "standardize",
        "a tiny number added to what is returned, too",
        """
def standardize(X):
    mu = np.mean(X, axis=0)
    std = np.std(X, axis=0) + 1e-8
    return (X - mu) / std, mu, std
""",
    ),
    Answer(
        "standardize",
        "einsum, isclose, a list of results",
        """
def standardize(X):
    m = len(X)
    mu = np.einsum("ij->j", X) / m
    d = X - mu
    std = np.sqrt(np.einsum("ij,ij->j", d, d) / m)
    safe = np.where(np.isclose(std, 0), 1, std)
    return [d / safe, mu.reshape(1, -1), safe.reshape(1, -1)]
""",
    ),
    Answer(
        "standardize",
        "column by column, stacked again",
        """
def one(column):
    centered = column - column.mean()
    spread = np.sqrt(np.var(column))
    if np.all(column == column[0]):
        return np.zeros(len(column)), column[0], 0.0
    return centered / spread, column.mean(), spread


def standardize(X):
    columns, mu, std = zip(*(one(column) for column in X.T))
    return np.array(columns).T, np.array(mu), np.array(std)
""",
    ),
    Answer(
        "standardize",
        "np.divide with where",
        """
def standardize(X):
    mu, std = X.mean(0), X.std(0)
    varies = (X != X[:1]).any(axis=0)
    X_norm = np.divide(X - mu, std, out=np.zeros(X.shape), where=varies)
    return X_norm, mu, std * varies
""",
    ),
    Answer(
        "accuracy",
        "a loop with a count",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    right = 0
    for i in range(len(y_true)):
        guess = 1 if y_prob[i, 0] > threshold else 0
        if guess == y_true[i, 0]:
            right += 1
    return right / len(y_true)
""",
    ),
    Answer(
        "accuracy",
        "integer classes",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    labels = (y_prob > threshold).astype(int)
    return np.sum(labels == y_true) / y_true.shape[0]
""",
    ),
    Answer(
        "accuracy",
        "one minus the mean difference, as a 0-d array",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    y_pred = np.where(y_prob > threshold, 1, 0)
    return np.array(1 - np.abs(y_pred - y_true).mean())
""",
    ),
    Answer(
        "accuracy",
        "four counts",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    p = np.asarray(y_prob).ravel() > threshold
    t = np.asarray(y_true).ravel().astype(bool)
    tp, tn = (p & t).sum(), (~p & ~t).sum()
    fp, fn = (p & ~t).sum(), (~p & t).sum()
    return (tp + tn) / (tp + tn + fp + fn)
""",
    ),
    Answer(
        "accuracy",
        "a lambda over pairs",
        """
accuracy = lambda y_true, y_prob, threshold=0.5: sum(
    (p > threshold) == bool(t) for t, p in zip(y_true.flat, y_prob.flat)
) / y_true.size
""",
    ),
    Answer(
        "accuracy",
        "exclusive or, count_nonzero",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    wrong = np.logical_xor(y_true > 0.5, np.greater(y_prob, threshold))
    return float(1.0 - np.count_nonzero(wrong) / wrong.size)
""",
    ),
    Answer(
        "decision_grid",
        "loops over the rows",
        """
def decision_grid(X, step=0.1, margin=0.5):
    first = np.arange(X[:, 0].min() - margin, X[:, 0].max() + margin, step)
    second = np.arange(X[:, 1].min() - margin, X[:, 1].max() + margin, step)
    xx, yy = np.zeros((len(second), len(first))), np.zeros((len(second), len(first)))
    grid = []
    for i, b in enumerate(second):
        for j, a in enumerate(first):
            xx[i, j], yy[i, j] = a, b
            grid.append([a, b])
    return np.array(grid), xx, yy
""",
    ),
    Answer(
        "decision_grid",
        "np.c_",
        """
def decision_grid(X, step=0.1, margin=0.5):
    x_min, x_max = X[:, 0].min() - margin, X[:, 0].max() + margin
    y_min, y_max = X[:, 1].min() - margin, X[:, 1].max() + margin
    xx, yy = np.meshgrid(np.arange(x_min, x_max, step), np.arange(y_min, y_max, step))
    return np.c_[xx.ravel(), yy.ravel()], xx, yy
""",
    ),
    Answer(
        "decision_grid",
        "ij and transposed, dstack and reshaped",
        """
def decision_grid(X, step=0.1, margin=0.5):
    axes = [np.arange(min(c) - margin, max(c) + margin, step) for c in X.T]
    xx, yy = (a.T for a in np.meshgrid(*axes, indexing="ij"))
    return np.dstack([xx, yy]).reshape(-1, 2), xx, yy
""",
    ),
    Answer(
        "decision_grid",
        "tile and repeat, a list of results",
        """
def decision_grid(X, step=0.1, margin=0.5):
    (a, b), (c, d) = X.min(0) - margin, X.max(0) + margin
    first, second = np.arange(a, c, step), np.arange(b, d, step)
    xx = np.tile(first, (second.size, 1))
    yy = np.repeat(second[:, None], first.size, axis=1)
    return [np.vstack((xx.flatten(), yy.flatten())).T, xx, yy]
""",
    ),
    Answer(
        "decision_grid",
        "the points counted by hand",
        """
def decision_grid(X, step=0.1, margin=0.5):
    def along(column):
        start, stop = column.min() - margin, column.max() + margin
        return start + step * np.arange(int(np.ceil((stop - start) / step)))

    xx, yy = np.meshgrid(along(X[:, 0]), along(X[:, 1]))
    grid = np.empty((xx.size, 2))
    grid[:, 0], grid[:, 1] = xx.flat, yy.flat
    return grid, xx, yy
""",
    ),
    Answer(
        "train_spiral",
        "one neuron behind features that unwind the spirals",
        """
class Unwound:
    def __init__(self, c):
        self.c, self.net = c, NeuralNetworkScratch([2, 1])

    def features(self, X):
        angle = np.arctan2(X[:, 1], X[:, 0]) - self.c * np.hypot(X[:, 0], X[:, 1])
        return np.column_stack([np.cos(angle), np.sin(angle)])

    def predict(self, X):
        return self.net.predict(self.features(X))


def train_spiral(X, y):
    models = [Unwound(c) for c in np.arange(2, 5, 0.25)]
    losses = [m.net.train(m.features(X), y, epochs=200, lr=5.0)[-1] for m in models]
    return models[int(np.argmin(losses))]
""",
    ),
    Answer(
        "train_spiral",
        "nearest neighbors, labels with one axis",
        """
class Neighbors:
    def __init__(self, X, y):
        self.X, self.y = X, y.ravel()

    def predict(self, X):
        distance = np.sum(X**2, 1)[:, None] + np.sum(self.X**2, 1) - 2 * X @ self.X.T
        nearest = np.argsort(distance, axis=1)[:, :5]
        return (self.y[nearest].mean(axis=1) > 0.5).astype(int)


def train_spiral(X, y):
    return Neighbors(X, y)
""",
    ),
    Answer(
        "train_spiral",
        "least squares on bumps, not bounded by 0 and 1",
        """
class Bumps:
    def __init__(self, X, y):
        self.X = X
        table = self.bumps(X)
        self.w = np.linalg.solve(table + 0.1 * np.eye(len(X)), y)

    def bumps(self, X):
        return np.exp(-4 * np.sum((X[:, None, :] - self.X) ** 2, axis=2))

    def predict(self, X):
        return self.bumps(X) @ self.w


train_spiral = lambda X, y: Bumps(X, y)
""",
    ),
    Answer(
        "train_spiral",
        "a wide network with a large learning rate",
        """
def train_spiral(X, y):
    net = NeuralNetworkScratch([2, 24, 1], np.random.RandomState(1))
    for _ in range(5):
        net.train(X, y, 1000, 10.0)
    return net
""",
    ),
]

WRONG = [
    Answer(
        "standardize",
        "a sample standard deviation with keepdims",
        """
def standardize(X):
    mu = X.mean(axis=0, keepdims=True)
    std = X.std(axis=0, ddof=1, keepdims=True)
    std[np.ptp(X, axis=0, keepdims=True) == 0] = 1
    std[np.isnan(std)] = 1
    return (X - mu) / std, mu, std
""",
        ("sample-std",),
    ),
    Answer(
        "standardize",
        "loops, zero compared with ==",
        """
def standardize(X):
    X_norm = X.astype(float).copy()
    mu, std = X.mean(axis=0), X.std(axis=0)
    for j in range(X.shape[1]):
        if std[j] == 0.0:
            X_norm[:, j] = 0
        else:
            X_norm[:, j] = (X[:, j] - mu[j]) / std[j]
    return X_norm, mu, std
""",
        ("compares-std-with-zero",),
    ),
    Answer(
        "standardize",
        "nan afterward",
        """
def standardize(X):
    mu = np.mean(X, axis=0)
    std = np.std(X, axis=0)
    X_norm = (X - mu) / std
    X_norm[np.isnan(X_norm)] = 0
    return X_norm, mu, std
""",
        ("compares-std-with-zero",),
    ),
    Answer(
        "standardize",
        "of the whole table, by formulas",
        """
def standardize(X):
    mu = np.sum(X) / X.size
    std = np.sqrt(np.sum((X - mu) ** 2) / X.size)
    return (X - mu) / std, mu, std
""",
        ("one-for-all-columns",),
    ),
    Answer(
        "standardize",
        "rows, by transposing",
        """
def standardize(X):
    mu = X.T.mean(axis=0)
    std = X.T.std(axis=0)
    return ((X.T - mu) / std).T, mu, std
""",
        ("per-row-transposed",),
    ),
    Answer(
        "standardize",
        "no root",
        """
def standardize(X):
    mu = X.mean(axis=0)
    var = ((X - mu) ** 2).mean(axis=0)
    var[X.min(axis=0) == X.max(axis=0)] = 1
    return (X - mu) / var, mu, var
""",
        ("variance-returned", "variance"),
    ),
    Answer(
        "standardize",
        "only the samples",
        """
def standardize(X):
    std = X.std(axis=0)
    std = np.where(std < 1e-12, 1, std)
    return (X - X.mean(axis=0)) / std
""",
        ("samples-only",),
    ),
    Answer(
        "standardize",
        "min-max",
        """
def standardize(X):
    lo, hi = X.min(0), X.max(0)
    return (X - lo) / np.maximum(hi - lo, 1e-12), X.mean(0), X.std(0)
""",
        ("min-max-other-statistics", "min-max"),
    ),
    Answer(
        "standardize",
        "overwrites, with out=",
        """
def standardize(X):
    mu, std = X.mean(axis=0), X.std(axis=0)
    std[std < 1e-12] = 1.0
    np.subtract(X, mu, out=X, casting="unsafe")
    np.divide(X, std, out=X, casting="unsafe")
    return X, mu, std
""",
        # On whole numbers it cuts off twice, which chance may make as good as once.
        ("integers-cut-off", "only-some"),
    ),
    Answer(
        "standardize",
        "divided by the length of the column",
        """
def standardize(X):
    X_norm = X - np.mean(X, axis=0)
    length = np.linalg.norm(X_norm, axis=0)
    length[length < 1e-12] = 1
    return X_norm / length, np.mean(X, axis=0), length
""",
        ("divided-by-norm",),
    ),
    Answer(
        "standardize",
        "always zeros",
        """
def standardize(X):
    return np.zeros(X.shape), np.zeros(X.shape[1]), np.ones(X.shape[1])
""",
        ("constant",),
    ),
    Answer(
        "standardize",
        "the wrong name",
        """
def standardize(X):
    return (X - mean) / std, mean, std
""",
    ),
    Answer(
        "accuracy",
        "a loop with at least",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    hits = 0
    for t, p in zip(y_true.ravel(), y_prob.ravel()):
        hits += int((p >= threshold) == t)
    return hits / len(y_true)
""",
        ("at-least",),
    ),
    Answer(
        "accuracy",
        "rounded to classes",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    y_hat = np.rint(y_prob)
    return (y_hat == y_true).mean()
""",
        ("threshold-ignored",),
    ),
    Answer(
        "accuracy",
        "in percent",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    correct = sum((y_prob > threshold) == y_true)
    return 100.0 * correct[0] / len(y_true)
""",
        ("percent",),
    ),
    Answer(
        "accuracy",
        "flattened on one side",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    y_pred = (y_prob.flatten() > threshold).astype(int)
    return np.mean(y_pred == y_true)
""",
        ("broadcast",),
    ),
    Answer(
        "accuracy",
        "a product of the ones",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    y_pred = (y_prob > threshold) * 1
    return np.sum(y_pred * y_true) / y_true.size
""",
        ("only-ones",),
    ),
    Answer(
        "accuracy",
        "the share of ones that are found",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    y_pred = y_prob > threshold
    return np.sum(y_pred[y_true == 1]) / np.sum(y_true)
""",
        ("recall",),
    ),
    Answer(
        "accuracy",
        "a list with one number",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    correct = 0
    for i in range(len(y_prob)):
        correct = correct + ((y_prob[i] > threshold) == y_true[i])
    return correct / len(y_prob)
""",
        ("per-column", "wrong-axes"),
    ),
    Answer(
        "accuracy",
        "returns within the loop",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    correct = 0
    for i in range(len(y_prob)):
        if (y_prob[i, 0] > threshold) == y_true[i, 0]:
            correct += 1
        return correct / len(y_prob)
""",
        ("return-in-loop",),
    ),
    Answer(
        "accuracy",
        "is in place of ==",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    return np.mean((y_prob > threshold) is y_true)
""",
        ("constant",),
    ),
    Answer(
        "accuracy",
        "always one half",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    return 0.5
""",
        ("constant",),
    ),
    Answer(
        "accuracy",
        "wrong samples counted by a difference",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    return np.mean(np.abs((y_prob > threshold) - y_true))
""",
        ("error-rate", "complement"),
    ),
    Answer(
        "decision_grid",
        "constants from a tutorial",
        """
def decision_grid(X, step=0.1, margin=0.5):
    x_min, x_max = X[:, 0].min() - 0.5, X[:, 0].max() + 0.5
    y_min, y_max = X[:, 1].min() - 0.5, X[:, 1].max() + 0.5
    xx, yy = np.meshgrid(np.arange(x_min, x_max, 0.1), np.arange(y_min, y_max, 0.1))
    return np.c_[xx.ravel(), yy.ravel()], xx, yy
""",
        ("both-ignored",),
    ),
    Answer(
        "decision_grid",
        "stacked as rows",
        """
def decision_grid(X, step=0.1, margin=0.5):
    a, b = X.min(0) - margin, X.max(0) + margin
    xx, yy = np.meshgrid(np.arange(a[0], b[0], step), np.arange(a[1], b[1], step))
    return np.vstack([xx.flatten(), yy.flatten()]), xx, yy
""",
        ("grid-transposed", "transposed"),
    ),
    Answer(
        "decision_grid",
        "reshaped in place of transposed",
        """
def decision_grid(X, step=0.1, margin=0.5):
    a, b = X.min(0) - margin, X.max(0) + margin
    xx, yy = np.meshgrid(np.arange(a[0], b[0], step), np.arange(a[1], b[1], step))
    points = np.vstack([xx.flatten(), yy.flatten()])
    return points.reshape(xx.size, 2), xx, yy
""",
        ("grid-scrambled",),
    ),
    Answer(
        "decision_grid",
        "one column for both",
        """
def decision_grid(X, step=0.1, margin=0.5):
    x = np.arange(X[:, 0].min() - margin, X[:, 0].max() + margin, step)
    xx, yy = np.meshgrid(x, x)
    return np.column_stack((xx.ravel(), yy.ravel())), xx, yy
""",
        ("first-column-twice",),
    ),
    Answer(
        "decision_grid",
        "no axis",
        """
def decision_grid(X, step=0.1, margin=0.5):
    values = np.arange(X.min() - margin, X.max() + margin, step)
    xx, yy = np.meshgrid(values, values)
    return np.c_[xx.ravel(), yy.ravel()], xx, yy
""",
        ("whole-table",),
    ),
    Answer(
        "decision_grid",
        "loops, the first coordinate outside",
        """
def decision_grid(X, step=0.1, margin=0.5):
    low, high = X.min(axis=0) - margin, X.max(axis=0) + margin
    x, y = np.arange(low[0], high[0], step), np.arange(low[1], high[1], step)
    xx, yy = np.meshgrid(x, y)
    grid = np.array([[a, b] for a in x for b in y])
    return grid, xx, yy
""",
        ("grid-by-columns", "row-order"),
    ),
    Answer(
        "decision_grid",
        "the margin left out above",
        """
def decision_grid(X, step=0.1, margin=0.5):
    xx, yy = np.meshgrid(
        np.arange(X[:, 0].min() - margin, X[:, 0].max(), step),
        np.arange(X[:, 1].min() - margin, X[:, 1].max(), step),
    )
    return np.c_[xx.ravel(), yy.ravel()], xx, yy
""",
        ("margin-below-only",),
    ),
    Answer(
        "train_spiral",
        "one neuron",
        """
def train_spiral(X, y):
    net = NeuralNetworkScratch([2, 1])
    net.train(X, y, epochs=300)
    return net
""",
        ("inaccurate",),
    ),
    Answer(
        "train_spiral",
        "too few epochs",
        """
def train_spiral(X, y):
    net = NeuralNetworkScratch([2, 16, 1])
    net.train(X, y, epochs=300)
    return net
""",
        ("inaccurate",),
    ),
    Answer(
        "train_spiral",
        "saturated",
        """
def train_spiral(X, y):
    net = NeuralNetworkScratch([2, 16, 1])
    net.train(X, y, epochs=200, lr=1000.0)
    return net
""",
        ("inaccurate",),
    ),
    Answer(
        "train_spiral",
        "losses returned",
        """
def train_spiral(X, y):
    net = NeuralNetworkScratch([2, 8, 1])
    return net.train(X, y, epochs=20, lr=3.0)
""",
        ("returns-losses",),
    ),
    Answer(
        "train_spiral",
        "predict knows only the training samples",
        """
class ByHeart:
    def __init__(self, X, y):
        self.known = {tuple(x): label for x, label in zip(X, y.ravel())}

    def predict(self, X):
        return np.array([self.known.get(tuple(x), 0.0) for x in X])


def train_spiral(X, y):
    return ByHeart(X, y)
""",
        ("inaccurate",),
    ),
]
