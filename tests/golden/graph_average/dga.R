# The posteriors in posterior.csv, by the R package dga 2.0.2 (R 4.2, x86-64).
#
#   Rscript dga.R TABLES OUT [GRAPHS6]
#
# TABLES is the folder of the tables of overlaps. dga ships no graphs for six lists: GRAPHS6 names
# a file of them, one a line, cliques;separators, each the numbers of its lists, and bma.cr takes
# those. Each posterior is that of bma.cr on a grid of 60 numbers of people on no list.
library(dga)
data(graphs3); data(graphs4); data(graphs5)
arguments <- commandArgs(trailingOnly = TRUE)
sets <- function(text) lapply(strsplit(text, ",")[[1]], function(x) as.integer(strsplit(x, "")[[1]]))
six <- if (length(arguments) > 2) lapply(strsplit(readLines(arguments[3]), ";"), function(x)
  if (length(x) == 1) list(C = sets(x[1])) else list(C = sets(x[1]), S = sets(x[2])))
graphs <- list(NULL, NULL, graphs3, graphs4, graphs5, six)

overlaps <- function(name) {
  written <- read.csv(file.path(arguments[1], paste0(name, ".csv")), check.names = FALSE)
  p <- ncol(written) - 1
  Y <- array(0, dim = rep(2, p))
  for (i in seq_len(nrow(written)))
    Y[matrix(as.numeric(written[i, 1:p]) + 1, nrow = 1)] <- written[i, p + 1]
  Y
}

number <- function(x) ifelse(x < 1e-12, "0", formatC(x, digits = 10, format = "g", width = 1))
names <- c("kosovo_1999", "gaza_2023_24", "UKdat", "UKdat_5", "Ned_5", "NewOrl_5", "Western",
           "spina", "HIV", "lesbian", "madigan_york_5list")
rows <- NULL
for (name in names) {
  Y <- overlaps(name)
  p <- length(dim(Y))
  every <- graphs[[p]]
  if (is.null(every)) next
  saturated <- which(sapply(every, function(g) length(g$C) == 1 && length(g$C[[1]]) == p))
  stopifnot(length(saturated) == 1)
  Nmissing <- unique(round(exp(seq(0, log(30 * sum(Y)), length.out = 60))))
  for (delta in unique(c(1, 0.5, 2^-p))) {
    all <- bma.cr(Y, Nmissing, delta, every)
    without <- bma.cr(Y, Nmissing, delta, every[-saturated])
    rows <- rbind(rows, data.frame(table = name, delta = delta, n_missing = Nmissing,
      all = number(colSums(all)), without_saturated = number(colSums(without)),
      largest_graph = number(max(rowSums(without)))))
  }
}
write.csv(rows, arguments[2], row.names = FALSE, quote = FALSE)
