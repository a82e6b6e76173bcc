package dev.orderflow.http;

import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;

/**
 * What the client accepts, without parameters but for the weight: JSON has none (RFC 8259). Spring
 * would put those asked for into the answer, and fail at a charset that it cannot write when the
 * work is done already.
 */
final class AcceptedTypes extends HeaderContentNegotiationStrategy {

  @Override
  public List<MediaType> resolveMediaTypes(NativeWebRequest request)
      throws HttpMediaTypeNotAcceptableException {
    return super.resolveMediaTypes(request).stream().map(AcceptedTypes::plain).toList();
  }

  private static MediaType plain(MediaType type) {
    return type.getParameters().isEmpty()
        ? type
        : new MediaType(type.getType(), type.getSubtype(), type.getQualityValue());
  }
}
