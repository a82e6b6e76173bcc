package dev.orderflow.http.reconciliation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the latest reconciliation stands.
 *
 * @param running whether one is going on; what follows the times is that of the latest finished one
 * @param startedAt null if there was none yet
 * @param finishedAt null if none has finished yet
 * @param checked rows that were compared
 * @param found findings, however many
 * @param findings the first thousand of them
 */
@Schema(name = "Reconciliation")
record ReconciliationView(
    boolean running,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    long checked,
    long found,
    List<Finding> findings) {}
