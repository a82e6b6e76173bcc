package dev.orderflow.inventory.domain;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/** All reservations, to be shown; read and written by {@link ReservationRows} to be changed. */
public interface Reservations extends Repository<Reservation, UUID> {

  Optional<Reservation> findByOrderId(UUID orderId);
}
