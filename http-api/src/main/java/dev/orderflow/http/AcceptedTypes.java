package dev.orderflow.http;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;

/**
 * What the client accepts, without what it refuses by a weight of zero, which Spring takes for
 * accepted, and without parameters but for the weight: JSON has none (RFC 8259). Spring would put
 * those asked for into the answer, and fail at a charset that it cannot write when the work is done
 * already.
 */
final class AcceptedTypes extends HeaderContentNegotiationStrategy {

  /** What controllers write. */
  private static final List<MediaType> WRITTEN =
      List.of(MediaType.APPLICATION_JSON, MediaType.TEXT_EVENT_STREAM);

  @Override
  public List<MediaType> resolveMediaTypes(NativeWebRequest request)
      throws HttpMediaTypeNotAcceptableException {
    List<MediaType> named =
        super.resolveMediaTypes(request).stream().map(AcceptedTypes::plain).toList();
    List<MediaType> refused = named.stream().filter(AcceptedTypes::isRefused).toList();
    if (refused.isEmpty()) return named;
    List<MediaType> accepted =
        named.stream()
            .filter(Predicate.not(AcceptedTypes::isRefused))
            .flatMap(type -> without(refused, type))
            .toList();
    if (accepted.isEmpty()) throw new HttpMediaTypeNotAcceptableException(WRITTEN);
    return accepted;
  }

  private static MediaType plain(MediaType type) {
    return type.getParameters().isEmpty()
        ? type
        : new MediaType(type.getType(), type.getSubtype(), type.getQualityValue());
  }

  private static boolean isRefused(MediaType type) {
    return type.getQualityValue() == 0;
  }

  /** Spring has no wildcard with an exception: what is left of it is named instead. */
  private static Stream<MediaType> without(List<MediaType> refused, MediaType accepted) {
    // What is refused by a wider name than the one it is accepted by is accepted.
    List<MediaType> exceptions = refused.stream().filter(accepted::includes).toList();
    List<MediaType> meant = WRITTEN.stream().filter(accepted::includes).toList();
    List<MediaType> left =
        meant.stream()
            .filter(type -> exceptions.stream().noneMatch(exception -> exception.includes(type)))
            .map(type -> type.copyQualityValue(accepted))
            .toList();
    return left.size() == meant.size() ? Stream.of(accepted) : left.stream();
  }
}
