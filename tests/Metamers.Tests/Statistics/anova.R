# Prints the expected values of AnovaAgainstRTests and CorrelationTestTests: Rscript anova.R
# R's own aov with an Error term; designs as large as the published ones, values by a rule that any language can follow.
options(digits = 15)
value <- function(i, j, k) ((3 * i * i + 5 * j * i + 7 * k * j + 2 * k + i * k * k + 11 * j) %% 17) / 16 + j * (k + 1) / 8

report <- function(model, effects) {
  strata <- summary(model)
  for (effect in effects) {
    for (stratum in strata) {
      table <- stratum[[1]]
      row <- match(effect, trimws(rownames(table)))
      if (!is.na(row)) {
        error <- match("Residuals", trimws(rownames(table)))
        square <- table[row, "Sum Sq"]
        cat(sprintf("%s: F(%d,%d) = %.15g, p = %.15g, partial eta^2 = %.15g\n", effect, table[row, "Df"], table[error, "Df"],
                    table[row, "F value"], table[row, "Pr(>F)"], square / (square + table[error, "Sum Sq"])))
      }
    }
  }
}

cat(R.version.string, "\n\nMixed: 2 observers of 22 rows, 9 stages\n")
d <- expand.grid(stage = 0:8, row = 0:21, observer = 0:1)
d$y <- with(d, value(row, stage, observer))
d$id <- factor(d$observer * 22 + d$row)
report(aov(y ~ factor(observer) * factor(stage) + Error(id / factor(stage)), d),
       c("factor(observer)", "factor(stage)", "factor(observer):factor(stage)"))

cat("\nTwo-way within: 21 participants, 8 stages, 4 models\n")
d <- expand.grid(model = 0:3, stage = 0:7, id = 0:20)
d$y <- with(d, value(id, stage, model))
d$stage <- factor(d$stage); d$model <- factor(d$model); d$id <- factor(d$id)
report(aov(y ~ stage * model + Error(id / (stage * model)), d), c("stage", "model", "stage:model"))

cat("\nOne-way within: 20 participants, 5 stages\n")
d <- expand.grid(stage = 0:4, id = 0:19)
d$y <- with(d, value(id, stage, 1))
d$stage <- factor(d$stage); d$id <- factor(d$id)
report(aov(y ~ stage + Error(id / stage), d), "stage")

cat("\nCorrelations with ties\n")
x <- c(1, 2, 2, 3, 4, 4, 4, 5, 7, 8)
y <- c(2, 1, 3, 3, 5, 4, 4, 8, 6, 6)
for (method in c("pearson", "spearman", "kendall")) {
  test <- suppressWarnings(cor.test(x, y, method = method, exact = FALSE))
  cat(sprintf("%s: %.15g, p = %.15g\n", method, test$estimate, test$p.value))
}
