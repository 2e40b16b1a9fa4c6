# One peer on one table of list overlaps after another, one JSON line each.
#
#   R_LIBS=FOLDER Rscript peers.R PEER SEED TABLE.csv ... (or - to read the names from stdin)
#
# PEER: lcmcr lcmcr-long dga dga-shipped rcapture-bic rcapture-independence rcapture-chao
#       mse-bic sparsemse
# A line holds case, peer, seed, n, lists, estimate, mean, lower, upper, level, cpu_seconds,
# effective_draws, package, r, reason. CPU seconds are of the method alone, not of starting R.
# With ONRECORD_R_DRAWS=FOLDER the draws of lcmcr are written to FOLDER/CASE-SEED.txt.

args <- commandArgs(trailingOnly = TRUE)
peer <- args[1]
seed <- as.integer(args[2])
files <- if (args[3] == "-") readLines(input <- file("stdin")) else args[-(1:2)]
if (args[3] == "-") close(input)

number <- function(x) if (length(x) == 0 || !is.finite(x)) "null" else sprintf("%.10g", x)
text <- function(x) {
  if (is.null(x)) return("null")
  paste0('"', gsub('"', "'", gsub("[[:cntrl:]\\\\]", " ", x)), '"')
}

read_overlaps <- function(name) {
  rows <- as.matrix(read.csv(name, check.names = FALSE))
  rows[rows[, ncol(rows)] > 0, , drop = FALSE]
}

full <- function(rows) {
  k <- ncol(rows) - 1
  cells <- array(0, dim = rep(2, k))
  for (i in seq_len(nrow(rows))) cells[matrix(rows[i, 1:k] + 1, 1)] <- rows[i, k + 1]
  cells
}

given <- function(estimate, lower, upper, mean = NA, effective = NA)
  list(estimate = estimate, lower = lower, upper = upper, mean = mean, effective = effective)

of_draws <- function(draws) {
  folder <- Sys.getenv("ONRECORD_R_DRAWS")
  if (nzchar(folder)) {
    case <- sub("\\.csv$", "", basename(name))
    writeLines(as.character(draws), file.path(folder, paste0(case, "-", seed, ".txt")))
  }
  ends <- quantile(draws, c(0.5, 0.025, 0.975), names = FALSE)
  given(ends[1], ends[2], ends[3], mean(draws), coda::effectiveSize(draws)[[1]])
}

lcmcr <- function(rows, classes, thin, keep) {
  k <- ncol(rows) - 1
  table <- as.data.frame(rows)
  for (j in seq_len(k)) table[[j]] <- factor(table[[j]], levels = c(0, 1))
  names(table)[k + 1] <- "Freq"
  sampler <- LCMCR::lcmCR(table, tabular = TRUE, K = classes, a_alpha = 0.25, b_alpha = 0.25,
                          seed = seed, buffer_size = keep, thinning = thin, verbose = FALSE)
  of_draws(LCMCR::lcmCR_PostSampl(sampler, burnin = 10000, samples = keep, thinning = thin,
                                  output = FALSE))
}

saturated <- function(graph, k) length(graph$C) == 1 && length(graph$C[[1]]) == k

dga <- function(rows, delta, without_saturated) {
  k <- ncol(rows) - 1
  if (k < 3 || k > 5) stop("dga ships the graphs of 3 to 5 lists, the table has ", k)
  name <- paste0("graphs", k)
  utils::data(list = name, package = "dga", envir = environment())
  graphs <- get(name)
  if (without_saturated) graphs <- Filter(function(graph) !saturated(graph, k), graphs)
  cells <- full(rows)
  n <- sum(cells)
  missing <- if (n <= 3000) 0:(30 * n) else unique(round(seq(0, 30 * n, length.out = 60001)))
  weights <- dga::bma.cr(cells, missing, delta, graphs)
  # The grid may have steps: a point stands for the step that it is in.
  mass <- colSums(weights) * c(diff(missing), missing[length(missing)] - missing[length(missing) - 1])
  mass <- mass / sum(mass)
  at <- function(p) n + missing[which(cumsum(mass) >= p)[1]]
  given(at(0.5), at(0.025), at(0.975), n + sum(mass * missing))
}

capture <- function(rows) as.data.frame(rows)

from_ci <- function(found) {
  ends <- found$CI[1, ]
  given(ends[["abundance"]], ends[["infCL"]], ends[["supCL"]])
}

rcapture_bic <- function(rows) {
  k <- ncol(rows) - 1
  if (k > 5) stop("all hierarchical models of ", k, " lists are too many for closedpMS.t")
  found <- Rcapture::closedpMS.t(capture(rows), dfreq = TRUE)$results
  found <- found[is.finite(found[, "BIC"]), , drop = FALSE]
  best <- rownames(found)[which.min(found[, "BIC"])]
  from_ci(Rcapture::closedpCI.t(capture(rows), dfreq = TRUE, mX = best))
}

mse_bic <- function(rows) {
  if (ncol(rows) - 1 > 5) stop("an exhaustive search of six lists takes hours")
  # Its table of models is found only while the package is attached.
  suppressPackageStartupMessages(library(MultipleSystemsEstimation))
  found <- estimate_population_bic(capture(rows), nboot = 200, iseed = seed)
  # One row for each number of best models that a bootstrap refits; the last refits most.
  ends <- found$BCaquantiles[nrow(found$BCaquantiles), ]
  given(found$popest, ends[["0.025"]], ends[["0.975"]])
}

sparsemse <- function(rows) {
  found <- SparseMSE::estimatepopulation(rows, nboot = 100, iseed = seed)
  ends <- found$BCaquantiles
  given(as.numeric(found$popest)[1], ends[["0.025"]], ends[["0.975"]])
}

peers <- list(
  "lcmcr" = function(rows) lcmcr(rows, 10, 40, 5000),
  "lcmcr-long" = function(rows) lcmcr(rows, 10, 100, 10000),
  "dga" = function(rows) dga(rows, 0.5, TRUE),
  "dga-shipped" = function(rows) dga(rows, 0.5, FALSE),
  "rcapture-bic" = rcapture_bic,
  "rcapture-independence" = function(rows)
    from_ci(Rcapture::closedpCI.t(capture(rows), dfreq = TRUE, m = "Mt")),
  "rcapture-chao" = function(rows)
    from_ci(Rcapture::closedpCI.t(capture(rows), dfreq = TRUE, m = "Mth", h = "Chao")),
  "mse-bic" = mse_bic,
  "sparsemse" = sparsemse
)
packages <- c(lcmcr = "LCMCR", "lcmcr-long" = "LCMCR", dga = "dga", "dga-shipped" = "dga",
              "rcapture-bic" = "Rcapture", "rcapture-independence" = "Rcapture",
              "rcapture-chao" = "Rcapture", "mse-bic" = "MultipleSystemsEstimation",
              sparsemse = "SparseMSE")

if (!(peer %in% names(peers))) stop("no such peer: ", peer)
version <- paste(packages[[peer]], as.character(packageVersion(packages[[peer]])))
for (name in files) {
  rows <- read_overlaps(name)
  reason <- NULL
  began <- proc.time()
  found <- tryCatch(suppressWarnings(suppressMessages(peers[[peer]](rows))),
                    error = function(e) { reason <<- conditionMessage(e); given(NA, NA, NA) })
  spent <- sum((proc.time() - began)[1:2])
  if (is.null(reason) && !is.finite(found$estimate)) reason <- "no finite estimate"
  cat(sprintf('{"case": %s, "peer": %s, "seed": %d, "n": %d, "lists": %d, "estimate": %s, "mean": %s, "lower": %s, "upper": %s, "level": 0.95, "cpu_seconds": %.3f, "effective_draws": %s, "package": %s, "r": %s, "reason": %s}\n',
    text(sub("\\.csv$", "", basename(name))), text(peer), seed, sum(rows[, ncol(rows)]),
    ncol(rows) - 1, number(found$estimate), number(found$mean), number(found$lower),
    number(found$upper), spent, number(found$effective), text(version),
    text(paste(R.version$major, R.version$minor, sep = ".")), text(reason)))
  flush(stdout())
}
