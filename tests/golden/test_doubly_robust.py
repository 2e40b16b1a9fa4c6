"""The doubly robust estimate against R's drpop (Das & Kennedy, version 0.0.3 from GitHub)."""

import numpy as np
import pytest
from scipy.stats import norm

from onrecord.stats import Estimated
from onrecord.stats.doubly_robust import doubly_robust
from onrecord.stats.influence import Chances, ratio, standard_error, trimmed


def test_plug_in_and_one_step_of_drpop_from_the_same_chances():
    """Chances given, one fold: no regression and no chance comes between the two.

    R, drpop 0.0.3::

        n <- 400; i <- 0:(n-1); x <- (i %% 20)/10 - 1
        q12 <- 0.15 + 0.1*x^2; q1 <- 0.55 + 0.15*x; q2 <- 1 - q1 + q12
        y1 <- as.numeric(i %% 10 < 6); y2 <- as.numeric(i %% 10 >= 4)
        given <- function(q) data.frame(given=q)
        r <- popsize(data.frame(y1,y2,x), K=2, q1mat=given(q1), q2mat=given(q2),
                     q12mat=given(q12), idfold=rep(1,n))$result
        sprintf("%.10f", c(1/r$psi, r$sigma, r$sigman))
    """
    i = np.arange(400)
    x = (i % 20) / 10 - 1
    both, first = 0.15 + 0.1 * x**2, 0.55 + 0.15 * x
    chances = trimmed(Chances(first, 1 - first + both, both), 0.005)
    found = ratio(chances, i % 10 < 6, i % 10 >= 4)
    assert found.plug_in == pytest.approx(1.8921367534, abs=1e-9)
    assert found.one_step == pytest.approx(1.9101258972, abs=1e-9)
    assert found.parts.std(ddof=1) == pytest.approx(3.1389445336, abs=1e-9)
    assert standard_error(found.parts) == pytest.approx(68.0923720585, abs=1e-7)


def test_the_whole_estimate_lies_within_the_noise_of_drpops_splits():
    """4,000 people, 2,463 of them on a list, from a sequence that R makes alike.

    R, drpop 0.0.3: mean and standard deviation over 100 seeds of the doubly robust estimate with
    ``nnet::multinom``, 5 folds, and of its standard error: 3987.45 (23.99) and 183.20 (8.34)::

        k <- 1:4000; frac <- function(v) v - floor(v); e <- function(v) 1/(1+exp(-v))
        x <- qnorm(frac(k*(sqrt(5)-1)/2))
        y1 <- as.numeric(frac(k*sqrt(2)) < e(-0.3+0.9*x))
        y2 <- as.numeric(frac(k*sqrt(3)) < e(-0.6+0.7*x))
        d <- data.frame(y1,y2,x)[y1+y2>0,]
        sapply(1:100, function(s) {set.seed(s); popsize(d, K=2, funcname="mlogit", nfolds=5)})

    Ours is a median of three splits of our own: both have the noise of splits, and differ by no
    more than three standard deviations of the difference of two splits.
    """
    k = np.arange(1, 4001)
    x = norm.ppf(np.modf(k * (np.sqrt(5) - 1) / 2)[0])
    first = np.modf(k * np.sqrt(2))[0] < 1 / (1 + np.exp(0.3 - 0.9 * x))
    second = np.modf(k * np.sqrt(3))[0] < 1 / (1 + np.exp(0.6 - 0.7 * x))
    seen = first | second
    assert seen.sum() == 2463
    result = doubly_robust(np.column_stack([first, second])[seen], x[seen, None])
    assert isinstance(result, Estimated)
    assert result.standard_error is not None
    assert abs(result.estimate - 3987.45) <= 3 * 2**0.5 * 23.99
    assert abs(result.standard_error - 183.20) <= 3 * 2**0.5 * 8.34
