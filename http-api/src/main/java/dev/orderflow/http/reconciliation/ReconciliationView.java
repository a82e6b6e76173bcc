package dev.orderflow.http.reconciliation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the latest reconciliation stands.
 *
 * @param running whether one is going on; what follows the times is that of the latest finished one
 * @param failed whether the latest ended without a result, which the service's log explains
 * @param startedAt null if there was none yet
 * @param finishedAt null if none has finished yet
 * @param checked rows that were compared
 * @param found findings, however many
 * @param findings the first thousand of them
 */
@Schema(name = "Reconciliation")
record ReconciliationView(
    boolean running,
    @Schema(
            description =
                "The latest has ended without a result; what was found is that of one before")
        boolean failed,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    long checked,
    long found,
    List<Finding> findings) {}
